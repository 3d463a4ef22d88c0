import { performance } from 'node:perf_hooks';
import { makeToken } from '../../lambdas/core/credential';
import { type Community, startCommunity } from '../support/community';
import { startEngine } from '../support/engine';
import type { Call } from '../support/exchange';
import { seeded } from '../support/hostile';

/** Two requests that nobody should be able to tell apart by how long they take. */
interface Pair {
  readonly name: string;
  readonly a: readonly [line: string, call: Call];
  readonly b: readonly [line: string, call: Call];
}

interface Sample {
  count: number;
  mean: number;
  squares: number;
}

const rounds = 200;

/** `node timing.worker.js <pairs>` prints Welch's t of each pair of requests. */
async function main(): Promise<void> {
  const pairs = Number(process.argv[2]);
  const engine = await startEngine();
  const tables = await engine.createTables('timing');
  const world = await startCommunity({ client: engine.documents, tables });
  for (const pair of await pairsIn(world)) {
    const t = await welch(pair, pairs, world);
    process.stdout.write(`${JSON.stringify({ name: pair.name, pairs, t })}\n`);
  }
  await engine.stop();
}

async function pairsIn({ call, index, alice, carol, group }: Community): Promise<Pair[]> {
  const audience = { groups: [group.id] };
  const body = { value: 'a.example', status: 'MALICIOUS', audience };
  const { id } = (await call('POST /v1/descriptors', { token: alice.token, body })).body;
  await index();
  const { token } = carol;
  const secret = Buffer.from(alice.token.slice(alice.token.indexOf('|') + 1, -6), 'base64url');
  const wrongAt = (at: number) => secret.map((byte, n) => (n === at ? byte ^ 1 : byte));
  const lookUp = (value: string): [string, Call] => [
    'POST /v1/lookups',
    { token, body: { values: [value] } },
  ];
  const read = (name: string): [string, Call] => [`GET /v1/descriptors/${name}`, { token }];
  const me = (bytes: Uint8Array): [string, Call] => [
    'GET /v1/me',
    { token: makeToken(alice.id, Buffer.from(bytes)) },
  ];
  return [
    {
      name: 'a credential that is wrong at its end or at its beginning',
      a: me(wrongAt(31)),
      b: me(wrongAt(0)),
    },
    { name: 'a descriptor that is hidden or absent', a: read(id), b: read('4611686018427387904') },
    {
      name: 'a look-up of a hidden or an unknown value',
      a: lookUp('a.example'),
      b: lookUp('b.example'),
    },
  ];
}

/** The order within a pair is drawn, so that what the machine does meanwhile meets both alike. */
async function welch({ a, b }: Pair, pairs: number, { call }: Community): Promise<number> {
  const draw = seeded(17);
  const samples = [empty(), empty()] as const;
  for (let n = -rounds; n < pairs; n++) {
    const order = draw() < 0.5 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) {
      const began = performance.now();
      await call(...(which === 0 ? a : b));
      if (n >= 0) take(samples[which], performance.now() - began);
    }
  }
  const [one, other] = samples;
  const error = variance(one) / one.count + variance(other) / other.count;
  return (one.mean - other.mean) / Math.sqrt(error);
}

function empty(): Sample {
  return { count: 0, mean: 0, squares: 0 };
}

/** Times are cut at a tenth of a second: a pause of the machine says nothing of the code. */
function take(sample: Sample, milliseconds: number): void {
  const time = Math.min(milliseconds, 100);
  sample.count += 1;
  const delta = time - sample.mean;
  sample.mean += delta / sample.count;
  sample.squares += delta * (time - sample.mean);
}

function variance({ squares, count }: Sample): number {
  return squares / (count - 1);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
