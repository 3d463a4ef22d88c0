import {
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { startFixture } from '../../support/local-cloud-fixture';

const fixture = startFixture();

afterAll(async () => (await fixture).end());

async function lambda() {
  const { cloud } = await fixture;
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const endpoint = cloud.endpoints.lambda;
  return new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function nameOf(description: string): Promise<string> {
  const { Functions = [] } = await (await lambda()).send(new ListFunctionsCommand({}));
  return Functions.find((one) => one.Description === description)?.FunctionName ?? '';
}

async function invoke(FunctionName: string, payload: unknown) {
  const Payload = Buffer.from(JSON.stringify(payload));
  const answer = await (await lambda()).send(new InvokeCommand({ FunctionName, Payload }));
  return { ...answer, payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()) };
}

/** What the gateway would hand to the function on its route of that name. */
const answering = (kind: string) => ({
  routeKey: 'GET /answers/{kind}',
  pathParameters: { kind },
});

describe("the local cloud's Lambda API", () => {
  it('lists the functions by description, and invokes one by its name', async () => {
    const name = await nameOf('Fixture: web');

    const { StatusCode, FunctionError, payload } = await invoke(name, answering('cookies'));

    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: undefined });
    expect(payload).toMatchObject({ statusCode: 201, body: 'ok' });
  });

  it.each([
    ['throw', { errorType: 'Error', errorMessage: 'as asked' }],
    ['crash', { errorType: 'Runtime.ExitError' }],
    ['sleep', { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 2.00 seconds' }],
  ])('answers what goes wrong in a function (%s) as its error', async (kind, error) => {
    const name = await nameOf('Fixture: web');

    const { StatusCode, FunctionError, payload } = await invoke(name, answering(kind));

    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(payload).toMatchObject(error);
  });

  it('knows no function that the template has not', async () => {
    const asked = invoke('Nobody', {});

    await expect(asked).rejects.toThrow(ResourceNotFoundException);
    await expect(asked).rejects.toThrow('Function not found: arn:aws:lambda:');
  });

  it('waits for every answer, and says so when asked not to', async () => {
    const name = await nameOf('Fixture: web');
    const input = { FunctionName: name, InvocationType: 'Event' } as const;

    const asked = (await lambda()).send(new InvokeCommand(input));

    await expect(asked).rejects.toThrow('only RequestResponse is emulated');
  });

  it('answers nobody who does not know its path', async () => {
    const { cloud, said } = await fixture;
    const { origin, pathname } = new URL(cloud.endpoints.lambda);

    const { status } = await fetch(`${origin}/2015-03-31/functions`);

    expect(status).toBe(403);
    expect(said.join()).not.toContain(pathname);
  });
});
