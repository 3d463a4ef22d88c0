import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { OutgoingRequest } from '../../../lambdas/core/egress/call';
import { strictRules } from '../../../lambdas/core/egress/check-url';
import { dial } from '../../../lambdas/platform/egress/open-connection';
import { type CallLimits, guardedCall } from '../../../lambdas/platform/guarded-call';
import {
  type Behaviour,
  dripping,
  endlessly,
  type RawReceiver,
  replying,
  resettingAfter,
  saying,
  stallingAfter,
  startRawReceiver,
} from '../../support/raw-receiver';

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}transfer-encoding: chunked\r\n\r\n`;
const bomb = gzipSync(Buffer.alloc(100_000_000), { level: 1 });
const impatient = { connectMs: 250, totalMs: 250 };

interface Row {
  readonly receiver: Behaviour;
  readonly outcome: object;
  readonly asking?: Partial<OutgoingRequest>;
  readonly limits?: Partial<CallLimits>;
}

const reads = { asking: { readsBody: true } };
const [timeout, reset, badReply, tooLarge] = [
  { failure: 'timeout' },
  { failure: 'reset' },
  { failure: 'bad_reply' },
  { failure: 'headers_too_large' },
];

const slow: Readonly<Record<string, Row>> = {
  'never answers': { receiver: () => {}, outcome: timeout },
  'stops in its status line': { receiver: stallingAfter('HTTP/1.1 2'), outcome: timeout },
  'stops in its headers': { receiver: stallingAfter(`${ok}a: b\r\n`), outcome: timeout },
  'drips its headers': { receiver: dripping(ok, 'a: b\r\n', 20), outcome: timeout },
  'stops in its body': {
    receiver: stallingAfter(`${ok}content-length: 9\r\n\r\nx`),
    outcome: timeout,
    ...reads,
  },
  'drips its body': { receiver: dripping(`${ok}\r\n`, 'x', 20), outcome: timeout, ...reads },
  'drips chunks': { receiver: dripping(chunked, '1\r\nx\r\n', 20), outcome: timeout, ...reads },
  'takes nothing of a large body': {
    receiver: (socket) => socket.pause(),
    outcome: timeout,
    asking: { method: 'POST', body: 'x'.repeat(16_000_000) },
  },
};

const large: Readonly<Record<string, Row>> = {
  'sends a body without an end': {
    receiver: endlessly(`${ok}\r\n`, 'x'),
    outcome: { status: 200, bodyStart: '' },
  },
  'sends a body without an end that is read': {
    receiver: endlessly(`${ok}\r\n`, 'x'),
    outcome: { status: 200, bodyStart: 'x'.repeat(1024) },
    ...reads,
  },
  'sends 10 GB': {
    receiver: endlessly(`${ok}content-length: 10000000000\r\n\r\n`, 'x'),
    outcome: { status: 200, bodyStart: 'x'.repeat(1024) },
    ...reads,
  },
  'sends chunks without an end': {
    receiver: endlessly(chunked, '3\r\nxyz\r\n'),
    outcome: { status: 200, bodyStart: expect.stringMatching(/^(xyz){341}x$/) },
    ...reads,
  },
  'sends a chunk extension without an end': {
    receiver: endlessly(`${chunked}1;`, 'x'),
    outcome: badReply,
    ...reads,
  },
  'sends a gzip bomb': {
    receiver: saying(Buffer.concat([Buffer.from(`${ok}content-encoding: gzip\r\n\r\n`), bomb])),
    outcome: { status: 200, bodyStart: bomb.subarray(0, 1024).toString() },
    ...reads,
  },
  'sends 100,000 headers': {
    receiver: saying(`${ok}${'a: b\r\n'.repeat(100_000)}\r\n`),
    outcome: tooLarge,
  },
  'sends more headers than a deployment takes': {
    receiver: replying(200, [`a: ${'b'.repeat(8000)}`]),
    outcome: tooLarge,
    limits: { headerBytes: 4096 },
  },
  'sends headers without an end': { receiver: endlessly(ok, 'a: b\r\n'), outcome: tooLarge },
  'sends one header of 1 MB': {
    receiver: saying(`${ok}a: ${'b'.repeat(1_000_000)}\r\n\r\n`),
    outcome: tooLarge,
  },
  'sends a status without an end': { receiver: endlessly('HTTP/1.1 200 ', 'x'), outcome: tooLarge },
  'sends interim answers without an end': {
    receiver: endlessly('', 'HTTP/1.1 103 Early Hints\r\na: b\r\n\r\n'),
    outcome: badReply,
  },
};

const redirects = [300, 301, 302, 303, 304, 305, 307, 308].flatMap((status) =>
  ['http://127.0.0.1:PORT/elsewhere', 'http://169.254.169.254/latest/meta-data/'].map(
    (location) => [`${status} to ${location}`, { status, location }] as const,
  ),
);

const told: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    [200, 204, 299, 400, 401, 404, 410, 413, 500, 502, 503, 504, 599, 999].map((status) => [
      `says ${status}`,
      { receiver: replying(status), outcome: { status, bodyStart: '' } },
    ]),
  ),
  'says 429 with seconds': {
    receiver: replying(429, ['Retry-After: 3600']),
    outcome: { status: 429, retryAfter: '3600' },
  },
  'says 429 with a date': {
    receiver: replying(429, ['retry-after: Fri, 27 Nov 2026 01:00:00 GMT']),
    outcome: { status: 429, retryAfter: 'Fri, 27 Nov 2026 01:00:00 GMT' },
  },
  'says 429 with a long text': {
    receiver: replying(429, [`retry-after: ${'9'.repeat(5000)}`]),
    outcome: { status: 429, retryAfter: '9'.repeat(64) },
  },
  'hints, then answers': {
    receiver: saying(`HTTP/1.1 103 Early Hints\r\na: b\r\n\r\n${ok}content-length: 0\r\n\r\n`),
    outcome: { status: 200 },
  },
  'answers before it has read': {
    receiver: replying(413),
    outcome: { status: 413 },
    asking: { method: 'POST', body: 'x'.repeat(1_000_000) },
  },
  'echoes the challenge': { receiver: replying(200), outcome: { bodyStart: 'ok' }, ...reads },
  'stops in a body that nobody reads': {
    receiver: stallingAfter(`${ok}content-length: 9\r\n\r\nx`),
    outcome: { status: 200, bodyStart: '' },
  },
};

const broken: Readonly<Record<string, Row>> = {
  'resets at once': { receiver: resettingAfter(''), outcome: reset },
  'resets in its headers': { receiver: resettingAfter(`${ok}a:`), outcome: reset },
  'resets in its body': {
    receiver: resettingAfter(`${ok}content-length: 9\r\n\r\nx`),
    outcome: reset,
    ...reads,
  },
  'ends without a word': { receiver: saying(''), outcome: reset },
  'ends in its headers': { receiver: saying(`${ok}a: b\r\n`), outcome: reset },
  'ends in its body': {
    receiver: saying(`${ok}content-length: 9\r\n\r\nx`),
    outcome: reset,
    ...reads,
  },
  'speaks SSH': { receiver: saying('SSH-2.0-OpenSSH_9.6\r\n'), outcome: badReply },
  'speaks binary': { receiver: saying(Buffer.alloc(512, 0xfe)), outcome: badReply },
  'speaks TLS': { receiver: saying(Buffer.from('15030100020228', 'hex')), outcome: badReply },
  'speaks HTTP 0.9': { receiver: saying('<html></html>'), outcome: badReply },
  'speaks HTTP 2': {
    receiver: saying(Buffer.from('00000604000000000000', 'hex')),
    outcome: badReply,
  },
  'speaks HTTP 9.9': { receiver: saying('HTTP/9.9 200 OK\r\n\r\n'), outcome: badReply },
  'has a status of four digits': {
    receiver: saying('HTTP/1.1 2000 OK\r\n\r\n'),
    outcome: badReply,
  },
  'has a header without a colon': { receiver: saying(`${ok}nonsense\r\n\r\n`), outcome: badReply },
  'has two lengths': {
    receiver: saying(`${ok}content-length: 1\r\ncontent-length: 2\r\n\r\nxy`),
    outcome: badReply,
  },
  'has a length and chunks': {
    receiver: saying(`${ok}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
    outcome: badReply,
  },
  'has chunks of no size': { receiver: saying(`${chunked}zz\r\n`), outcome: badReply, ...reads },
  'changes the protocol': {
    receiver: stallingAfter(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ),
    outcome: badReply,
  },
};

const rows = { ...slow, ...large, ...told, ...broken };
let receiver: RawReceiver;
let elsewhere: RawReceiver;
let dialled: Socket[] = [];

beforeAll(async () => {
  elsewhere = await startRawReceiver({ elsewhere: replying(200) });
  const behaviours = Object.entries(rows).map(([name, row]) => [
    encodeURIComponent(name),
    row.receiver,
  ]);
  const redirecting: Behaviour = (socket, head) => {
    const query = new URL(head.split(' ')[1] ?? '', 'http://x').searchParams;
    const location = query.get('location')?.replace('PORT', String(elsewhere.port));
    replying(Number(query.get('status')), [`location: ${location}`])(socket, head);
  };
  receiver = await startRawReceiver({ ...Object.fromEntries(behaviours), redirecting });
});

afterAll(() => {
  receiver.stop();
  elsewhere.stop();
});

beforeEach(() => {
  dialled = [];
});

function call(path: string, { asking = {}, limits = {} }: Partial<Row> = {}) {
  const request = {
    method: 'GET',
    url: `http://127.0.0.1:${receiver.port}/${path}`,
    ...asking,
  } as const;
  return guardedCall(request, {
    rules: { ...strictRules, allowsLoopback: true },
    resolve: () => Promise.reject(new Error('nothing is resolved')),
    limits,
    dial: (addresses, port) => {
      const socket = dial(addresses, port);
      dialled.push(socket);
      return socket;
    },
  });
}

function bytesRead(): number {
  return dialled.reduce((sum, socket) => sum + socket.bytesRead, 0);
}

describe('a receiver that', () => {
  it.each(Object.entries(slow))('%s is given up in time', async (name, row) => {
    const outcome = await call(encodeURIComponent(name), { ...row, limits: impatient });

    expect(outcome).toMatchObject(row.outcome);
    expect(outcome.latencyMs).toBeGreaterThanOrEqual(impatient.totalMs - 5);
    expect(outcome.latencyMs).toBeLessThan(8 * impatient.totalMs);
  });

  it.each(Object.entries(large))('%s fills no memory', async (name, row) => {
    const outcome = await call(encodeURIComponent(name), row);

    expect(outcome).toMatchObject(row.outcome);
    expect(bytesRead()).toBeLessThan(300_000);
  });

  it.each([...Object.entries(told), ...Object.entries(broken)])(
    '%s is understood',
    async (name, row) => {
      expect(await call(encodeURIComponent(name), row)).toMatchObject(row.outcome);
    },
  );

  it.each(redirects)('says %s is followed nowhere', async (_, { status, location }) => {
    const outcome = await call(
      `redirecting?${new URLSearchParams({ status: String(status), location })}`,
    );

    expect(outcome).toEqual({ failure: 'redirect', status, latencyMs: expect.any(Number) });
    expect(dialled).toHaveLength(1);
    expect(elsewhere.heard).toEqual([]);
  });

  it.each(Object.entries(rows).filter(([, row]) => !('failure' in row.outcome)))(
    '%s is left with its connection closed',
    async (name, row) => {
      await call(encodeURIComponent(name), row);

      expect(dialled.map((socket) => socket.destroyed)).toEqual([true]);
    },
  );
});
