import { type Answer, exchangeDouble, type Seen } from './exchange-double';
import { tocsin } from './run-tocsin';

const functions = [
  { FunctionName: 'Tocsin-dev-Bootstrap-x', Description: 'Tocsin dev: bootstrap' },
  { FunctionName: 'Tocsin-prod-Publish-y', Description: 'Tocsin prod: publish' },
  { FunctionName: 'Tocsin-prod-Bootstrap-z', Description: 'Tocsin prod: bootstrap' },
];

/** Lambda's own API, as far as the command uses it. */
async function account(payload: unknown) {
  const answer = ({ line }: Seen): Answer =>
    line.startsWith('GET /2015-03-31/functions')
      ? { status: 200, body: { Functions: functions } }
      : { status: 200, body: payload };
  const server = await exchangeDouble(answer);
  const env = {
    AWS_ENDPOINT_URL_LAMBDA: server.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  return {
    ...server,
    bootstrap: (...args: string[]) => tocsin(['bootstrap', ...args], { env }),
  };
}

describe('tocsin bootstrap --stage NAME', () => {
  it('prints the token of the operator alone on stdout', async () => {
    const created = { status: 'created', operatorId: '77', token: '77|secret' };
    const { bootstrap, stop, seen } = await account(created);

    const { code, stdout, stderr } = await bootstrap('--stage', 'prod');
    await stop();

    expect(code).toBe(0);
    expect(stdout).toBe('77|secret\n');
    expect(stderr).toContain('it is not shown again');
    expect(seen.at(-1)?.line).toContain('/functions/Tocsin-prod-Bootstrap-z/invocations');
  });

  it('ends with 1 the second time', async () => {
    const { bootstrap, stop } = await account({ status: 'already_bootstrapped', operatorId: '77' });

    const { code, stdout, stderr } = await bootstrap('--stage', 'prod', '--function', 'mine');
    await stop();

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the operator 77 has its credential already');
  });

  it('says where to find the function when there is none of that stage', async () => {
    const { bootstrap, stop } = await account({});

    const { code, stderr } = await bootstrap('--stage', 'qa');
    await stop();

    expect(code).toBe(4);
    expect(stderr).toContain('give it as --function NAME');
  });

  it('guesses no stage, and says where a local cloud has its credentials', async () => {
    const { code, stderr } = await tocsin(['bootstrap']);

    expect(code).toBe(2);
    expect(stderr).toContain('/nonexistent/credentials.json');
  });
});
