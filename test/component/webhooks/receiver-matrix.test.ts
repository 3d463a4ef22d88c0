import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { GuardedCall } from '../../../lambdas/core/egress/call';
import { strictRules } from '../../../lambdas/core/egress/check-url';
import { guardedCaller } from '../../../lambdas/platform/guarded-call';
import { makeAuthority } from '../../support/certificates';
import { communities } from '../../support/community';
import {
  type Behaviour,
  dripping,
  endlessly,
  replying,
  saying,
  startRawReceiver,
} from '../../support/raw-receiver';
import { receivers } from '../../support/receiver';
import { activeEndpoint, publishFor, putWatch } from '../../support/watching';

const { community, newTables } = communities();

const ok = 'HTTP/1.1 200 OK\r\n';
const bomb = gzipSync(Buffer.alloc(10_000_000), { level: 1 });
const hour = 3600;
const limits = { connectMs: 200, totalMs: 200 };

/** What `GET /v1/deliveries` shows of the one attempt, and under which class it is found. */
interface Row {
  readonly receiver: Behaviour;
  readonly attempt: { readonly status?: number; readonly failure?: string };
  readonly code: string;
  readonly state?: string;
  readonly nextSeconds?: number;
  readonly endpoint?: object;
}

const delivered = (receiver: Behaviour): Row => ({
  ...{ receiver, attempt: { status: 200 }, code: '2xx', state: 'delivered' },
});
const unanswered = (failure: string, receiver: Behaviour = () => {}): Row => ({
  ...{ receiver, attempt: { failure }, code: 'none', nextSeconds: 5 },
});
const places = ['http://127.0.0.1:1/elsewhere', 'http://169.254.169.254/latest/meta-data/'];
const redirects = [301, 302, 307, 308].flatMap((status) =>
  places.map((location): [string, Row] => [
    `says ${status} to ${location}`,
    {
      receiver: replying(status, [`location: ${location}`]),
      ...{ attempt: { status, failure: 'redirect' }, code: '3xx', nextSeconds: 5 },
    },
  ]),
);

const rows: readonly [string, Row][] = [
  ['hangs', unanswered('timeout')],
  ['drips its headers', unanswered('timeout', dripping(ok, 'a: b\r\n', 20))],
  ['drips a body that nobody reads', delivered(dripping(`${ok}\r\n`, 'x', 20))],
  ['sends 10 GB', delivered(endlessly(`${ok}content-length: 10000000000\r\n\r\n`, 'x'))],
  [
    'sends a gzip bomb',
    delivered(saying(Buffer.concat([Buffer.from(`${ok}content-encoding: gzip\r\n\r\n`), bomb]))),
  ],
  [
    'sends 100,000 headers',
    unanswered('headers_too_large', saying(`${ok}${'a: b\r\n'.repeat(100_000)}\r\n`)),
  ],
  ...redirects,
  [
    'says 410',
    {
      ...{ receiver: replying(410), attempt: { status: 410 }, code: '4xx', state: 'dead' },
      endpoint: { state: 'disabled', reason: 'gone' },
    },
  ],
  [
    'says 429 with Retry-After',
    {
      receiver: replying(429, [`retry-after: ${hour}`]),
      ...{ attempt: { status: 429 }, code: '4xx', nextSeconds: hour },
    },
  ],
  ['says 500', { receiver: replying(500), attempt: { status: 500 }, code: '5xx', nextSeconds: 5 }],
];

/** Bob watches; what is sent to an endpoint of his goes out as the row says, once the endpoint has been activated. */
async function matrix() {
  const way: { out: GuardedCall } = { out: async () => ({ failure: 'timeout', latencyMs: 0 }) };
  const clock = { now: () => 0 };
  const at = receivers(() => clock.now());
  const outgoing: GuardedCall = (request) =>
    request.readsBody ? at.call(request) : way.out(request);
  const world = await community({ tables: await newTables(), outgoing });
  clock.now = world.now;
  await putWatch(world, world.bob);
  let told = 0;
  return {
    /** What becomes of one match by that way. */
    async deliverBy(out: GuardedCall, url: string) {
      const { token } = world.bob;
      // Challenges are counted, over some minutes.
      world.wait(hour);
      const id = await activeEndpoint(world, world.bob, at, { url });
      way.out = out;
      told += 1;
      await world.notify(await publishFor(world, world.alice, world.bob, `m${told}.example`));
      await world.deliverRung();
      const path = `GET /v1/deliveries?endpoint=${id}`;
      const { deliveries } = (await world.call(path, { token })).body;
      const [{ nextAt, attempts, state }] = deliveries;
      const [{ at: attemptedAt, latencyMs, ...attempt }] = attempts;
      const nextSeconds = nextAt === null ? undefined : (nextAt - attemptedAt) / 1_000_000;
      const found: string[] = [];
      for (const code of ['2xx', '3xx', '4xx', '5xx', 'none']) {
        const { body } = await world.call(`${path}&code=${code}`, { token });
        if (body.deliveries.length > 0) found.push(code);
      }
      const endpoint = (await world.call(`GET /v1/endpoints/${id}`, { token })).body;
      await world.call(`DELETE /v1/endpoints/${id}`, { token });
      return { state, attempt, latencyMs, nextSeconds, found, endpoint, count: attempts.length };
    },
  };
}

let shared: ReturnType<typeof matrix> | undefined;
const theMatrix = () => {
  shared ??= matrix();
  return shared;
};

function expectRow(
  told: Awaited<ReturnType<Awaited<ReturnType<typeof matrix>>['deliverBy']>>,
  {
    attempt,
    code,
    state = 'waiting',
    nextSeconds,
    endpoint = { state: 'active' },
  }: Omit<Row, 'receiver'>,
) {
  const { latencyMs, endpoint: shown, ...rest } = told;
  expect(rest).toEqual({ state, attempt, nextSeconds, found: [code], count: 1 });
  expect(shown).toMatchObject(endpoint);
  expect(latencyMs).toBeLessThan(8 * limits.totalMs);
}

describe('a receiver that', () => {
  it.each(rows)('%s: its member sees what came of it', async (_, row) => {
    const { deliverBy } = await theMatrix();
    const receiver = await startRawReceiver({ in: row.receiver });
    const rules = { ...strictRules, allowsLoopback: true };
    const resolve = () => Promise.reject(new Error('nothing is resolved'));
    const out = guardedCaller({ rules, resolve, limits });

    const told = await deliverBy(out, `http://127.0.0.1:${receiver.port}/in`);
    receiver.stop();

    expectRow(told, row);
  });

  const trusted = makeAuthority('An authority that is trusted');
  it.each([
    ['has a certificate of its name', trusted.issue(['hook.example.com']), delivered(() => {})],
    [
      'has one that has expired',
      trusted.issue(['hook.example.com'], [-9, -1]),
      unanswered('tls_expired'),
    ],
    ['has one of another host', trusted.issue(['evil.example.com']), unanswered('tls_wrong_host')],
  ])('%s: its member sees what came of it', async (_, certificate, row) => {
    const { deliverBy } = await theMatrix();
    const { port, stop } = await startRawReceiver({ in: replying(200) }, certificate);
    const resolve = async () => ({ status: 'found', addresses: [address] }) as const;
    const authorities = [trusted.cert];
    const out = guardedCaller({ rules: strictRules, resolve, dial: routedTo(port), authorities });

    const told = await deliverBy(out, 'https://hook.example.com/in');
    stop();

    expectRow(told, row);
  });
});

const address = '93.184.215.14';

/** As if the public address were routed to this machine. */
function routedTo(port: number): () => Socket {
  return () =>
    Object.defineProperty(connect({ host: '127.0.0.1', port }), 'remoteAddress', {
      value: address,
    });
}
