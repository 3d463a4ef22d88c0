import { randomBytes } from 'node:crypto';
import type { GuardedCall } from '../../../lambdas/core/egress/call';
import { strictRules } from '../../../lambdas/core/egress/check-url';
import { signWebhook } from '../../../lambdas/core/webhooks/signing';
import { makeSigningKey, verifyingKeyOf } from '../../../lambdas/core/webhooks/signing-key';
import { guardedCaller } from '../../../lambdas/platform/guarded-call';
import { eventually } from '../../support/local-cloud-fixture';
import { publishFor, putWatch } from '../../support/watching';
import { servedCommunities } from './served-community';

const { servedCommunity } = servedCommunities();
const now = () => Date.now() * 1000;

/** Bob watches; receivers of this machine are called as `npm start` calls them. */
async function watching() {
  const rules = { ...strictRules, allowsLoopback: true };
  const resolve = async () => ({ status: 'absent' }) as const;
  const outgoing = guardedCaller({ rules, resolve });
  const world = await servedCommunity({ outgoing, now });
  await putWatch(world, world.bob);
  const tell = async (value: string) => {
    await world.notify(await publishFor(world, world.alice, world.bob, value));
    await world.deliverRung();
  };
  const as = { token: world.bob.token };
  return { ...world, tell, run: world.tocsinAs(world.bob), as };
}

/** One that has begun to listen, with where it does. */
async function listening(
  { startAs, bob }: Pick<Awaited<ReturnType<typeof watching>>, 'startAs' | 'bob'>,
  ...args: string[]
) {
  const started = startAs(bob)('listen', ...args);
  const url = await eventually(async () => /listening on (\S+)/.exec(started.err())?.[1]);
  return { ...started, url };
}

describe('tocsin matches', () => {
  it('prints what is unread, the newest first, as much as is wanted, and acknowledges what it has printed', async () => {
    const { tell, run, stop } = await watching();
    for (const value of ['a.example', 'b.example', 'c.example']) await tell(value);
    const valuesIn = ({ stdout }: { readonly stdout: string }) =>
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).object.value);

    const some = await run('matches', '--limit', '2', '--ack');
    const left = await run('matches');
    const all = await run('matches', '--all');
    const others = await run('matches', '--all', '--watch', '17');
    await stop();

    expect([some, left, all, others].map(({ code, stderr }) => [code, stderr])).toEqual(
      Array(4).fill([0, '']),
    );
    expect(valuesIn(some)).toEqual(['c.example', 'b.example']);
    expect(valuesIn(left)).toEqual(['a.example']);
    expect(valuesIn(all)).toEqual(['c.example', 'b.example', 'a.example']);
    expect(others.stdout).toBe('');
  });

  it('names an endpoint that nothing is sent to any more, on stderr', async () => {
    const { call, as, run, stop } = await watching();
    const body = { url: 'https://hooks.bank.example/tocsin' };
    const { id } = (await call('POST /v1/endpoints', { ...as, body })).body;
    await call(`PATCH /v1/endpoints/${id}`, { ...as, body: { state: 'disabled' } });

    const told = await run('matches');
    const wrong = await run('matches', 'x');
    await stop();

    const line = `^endpoint ${id} is disabled since 20.*Z \\(owner\\): nothing is sent to it\n$`;
    expect(told).toMatchObject({ code: 0, stdout: '' });
    expect(told.stderr).toMatch(new RegExp(line));
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('options alone') });
  });
});

describe('tocsin listen', () => {
  it('makes an endpoint, prints what is told, refuses what somebody else has signed, and removes the endpoint at ^C', async () => {
    const world = await watching();
    const { url, out, interrupt, ended } = await listening(world, '--full');
    const standing = (await world.call('GET /v1/endpoints', world.as)).body.endpoints;

    await world.tell('a.example');
    const forged = await send(url, stranger());
    const printed = await eventually(async () => out() || undefined);
    interrupt();
    const { code, stdout, stderr } = await ended;
    const left = (await world.call('GET /v1/endpoints', world.as)).body.endpoints;
    const { deliveries } = (await world.call('GET /v1/deliveries', world.as)).body;
    await world.stop();

    expect(standing).toMatchObject([{ url, state: 'active', payload: 'full' }]);
    const { id, body } = JSON.parse(printed);
    expect(body).toMatchObject({ type: 'matches.found', data: { matches: [{}] } });
    expect(body.data.matches[0].object.value).toBe('a.example');
    expect(deliveries).toMatchObject([{ id, state: 'delivered', attempts: [{ status: 200 }] }]);
    expect(forged.status).toBe(401);
    expect({ code, stdout }).toEqual({ code: 0, stdout: printed });
    expect(stderr).toMatch(/refused what came: signature/);
    expect(left).toEqual([]);
  });

  it('prints nothing that is forged, late or none at all, where only a key is given', async () => {
    const secret = makeSigningKey('ed25519', randomBytes);
    const { startAs, bob, stop } = await servedCommunity();
    const heard = await listening({ startAs, bob }, '--key', verifyingKeyOf(secret));
    const genuine = signed('genuine', secret);
    const { 'webhook-signature': signature = '' } = genuine.headers;
    const bent = (headers: Record<string, string>, body = genuine.body) => ({
      body,
      headers: { ...genuine.headers, ...headers },
    });
    const [version = '', encoded = ''] = signature.split(',');
    const wrong = [
      stranger(),
      bent({}, genuine.body.replace('genuine', 'forged')),
      bent({ 'webhook-id': 'another' }),
      bent({ 'webhook-signature': '' }),
      bent({ 'webhook-signature': `${version},${encoded.slice(0, -4)}` }),
      bent({ 'webhook-signature': `${version},${encoded}AAAA` }),
      bent({ 'webhook-signature': `v2,${encoded}` }),
      bent({ 'webhook-signature': Array(101).fill(`${version},AAAA`).join(' ') }),
      signed('late', secret, now() - 301_000_000),
      { headers: {}, body: '' },
    ];

    const statuses = [];
    for (const one of wrong) statuses.push((await send(heard.url, one)).status);
    const answer = await send(heard.url, genuine);
    heard.interrupt();
    const { stdout, stderr } = await heard.ended;
    await stop();

    expect(statuses).toEqual(wrong.map(() => 401));
    expect(answer.status).toBe(200);
    expect(stdout.trim().split('\n')).toEqual([
      JSON.stringify({ id: 'genuine', body: JSON.parse(genuine.body) }),
    ]);
    expect(stderr.match(/refused what came/g)).toHaveLength(wrong.length);
    expect(stderr).not.toContain('forged');
  });

  it.each([
    ['a key that is none', ['--key', 'whsec_'], 2, /whpk_… or whsec_…/],
    ['an argument', ['x'], 2, /options alone/],
  ])('ends with 2 for %s', async (_, args, code, message) => {
    const { tocsinAs, bob, stop } = await servedCommunity();

    const ended = await tocsinAs(bob)('listen', ...args);
    await stop();

    expect(ended).toMatchObject({ code, stderr: expect.stringMatching(message) });
  });

  it('leaves neither an endpoint nor a receiver behind where it cannot be reached', async () => {
    let called = '';
    const outgoing: GuardedCall = async ({ url }) => {
      called = url;
      return { failure: 'connect_failed', latencyMs: 1 };
    };
    const { tocsinAs, bob, call, stop } = await servedCommunity({ outgoing });

    const ended = await tocsinAs(bob)('listen');
    const { endpoints } = (await call('GET /v1/endpoints', { token: bob.token })).body;
    await stop();

    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('challenge_failed') });
    expect(endpoints).toEqual([]);
    await expect(fetch(called)).rejects.toThrow();
  });
});

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function signed(id: string, secret: string, at = now()): Sent {
  const body = JSON.stringify({ type: 'matches.found', data: { from: id } });
  return { body, headers: signWebhook({ id, body }, [secret], at) };
}

function stranger(): Sent {
  return signed('forged', makeSigningKey('ed25519', randomBytes));
}

function send(url: string, { headers, body }: Sent): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body });
}
