import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startLocalCloud } from '../../../lib/local-cloud/local-cloud';
import { eventually, startFixture } from '../../support/local-cloud-fixture';

const fixture = startFixture({ scheduleEverySeconds: 1 });

afterAll(async () => (await fixture).end());

async function putThing(id: string, thing: object = {}): Promise<number> {
  const { cloud } = await fixture;
  const init = { method: 'PUT', body: JSON.stringify(thing), headers: jsonHeaders };
  return (await fetch(`${cloud.url}/things/${id}`, init)).status;
}

const jsonHeaders = { 'content-type': 'application/json' };

async function seen(id: string): Promise<Response> {
  const { cloud } = await fixture;
  return fetch(`${cloud.url}/things/${id}`);
}

async function sqs(): Promise<SQSClient> {
  const { cloud } = await fixture;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new SQSClient({ endpoint: cloud.endpoints.sqs, region: 'us-east-1', credentials });
}

async function queueUrl(name: string): Promise<string> {
  const { assembly } = await fixture;
  const template = JSON.parse(readFileSync(join(assembly, 'Fixture-Run.template.json'), 'utf8'));
  const id = Object.keys(template.Resources).find((one) => one.startsWith(name));
  const input = { QueueName: `Fixture-Run-${id}` };
  return (await (await sqs()).send(new GetQueueUrlCommand(input))).QueueUrl ?? '';
}

describe('a write', () => {
  it("is read back from what the stream's function made of it", async () => {
    const { cloud } = await fixture;

    await putThing('one');
    await cloud.idle();

    expect((await seen('one')).status).toBe(200);
  });

  it('that poisons its batch is parked alone, with pointers to it, and the rest goes on', async () => {
    const { cloud, said } = await fixture;
    const queue = await queueUrl('Parked');

    await Promise.all([
      putThing('before'),
      putThing('poisoned', { poison: true }),
      putThing('after'),
    ]);
    await cloud.idle();

    const [message] =
      (await (await sqs()).send(new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 2 })))
        .Messages ?? [];
    expect((await seen('before')).status).toBe(200);
    expect((await seen('after')).status).toBe(200);
    expect((await seen('poisoned')).status).toBe(404);
    expect(JSON.parse(message?.Body ?? '{}')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining(':dynamodb:') },
    });
    expect(said.join()).toContain('gave up 1 records');
  });
});

describe('a message', () => {
  it('is handed to the function on its queue', async () => {
    const { cloud } = await fixture;
    const input = { QueueUrl: await queueUrl('Jobs'), MessageBody: 'a-job' };

    await (await sqs()).send(new SendMessageCommand(input));
    await cloud.idle();

    expect((await seen('a-job')).status).toBe(200);
  });
});

describe('a message that takes long', () => {
  it('holds up no other, while there are fewer than the mapping lets be under way', async () => {
    const { cloud } = await fixture;
    const [client, QueueUrl] = [await sqs(), await queueUrl('Jobs')];

    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'after-quick' }));
    await eventually(async () => (await seen('after-quick-began')).ok || undefined);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'quick' }));
    await cloud.idle();

    expect(await (await seen('after-quick')).json()).toMatchObject({ met: { BOOL: true } });
  });
});

describe('a rule', () => {
  it('invokes its function by the clock', async () => {
    const found = await eventually(async () => {
      const response = await seen('tick');
      return response.ok ? response : undefined;
    });

    expect(await found.json()).toMatchObject({ source: { S: 'aws.events' } });
  });
});

describe('a secret', () => {
  it('is made once, kept for its owner alone, and read by the function', async () => {
    const { cloud, data } = await fixture;

    const answer = Object(await (await fetch(`${cloud.url}/answers/secret`)).json());

    const kept = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'));
    expect(answer.SecretString).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(Object.values(kept)).toEqual([answer.SecretString]);
    expect(statSync(join(data, 'keys.json')).mode & 0o777).toBe(0o600);
  });
});

describe('startLocalCloud', () => {
  it('names who holds the data when it is in use', async () => {
    const { assembly, data } = await fixture;

    const second = startLocalCloud({ assembly, data, port: 0, say: () => {} });

    await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
  });

  it('says routes, endpoints and what it does not emulate', async () => {
    const { said } = await fixture;

    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^GET \/things\/\{id\} → Fixture-Run-Web/),
        expect.stringMatching(/^HTTP +http:/),
        expect.stringMatching(/AWS::KMS::Key × 1/),
      ]),
    );
  });

  it('invokes a function by a part of its name', async () => {
    const { cloud } = await fixture;

    const invoked = cloud.invoke('Reader', { Records: [] });

    await expect(invoked).resolves.toBeNull();
    await expect(cloud.invoke('Nobody', {})).rejects.toThrow('none of AWS::Lambda::Function');
  });
});
