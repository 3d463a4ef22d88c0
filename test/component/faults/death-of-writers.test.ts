import { disagreements } from '../../support/agrees';
import { type Community, communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import type { Answer, Call, Exchange } from '../../support/exchange';
import { besiege, type Draw } from '../../support/hostile';
import { losingAnswers } from '../../support/hostile-faults';
import { dieEverywhere } from '../../support/mortal';
import { readTruth } from '../../support/stored';

const { community, newTables, newClient, sharedClient } = communities();

interface Standing {
  readonly id: string;
  readonly version: number;
}

/** One write of a member, on a value of its own; `standing` is what it published there before. */
interface Write {
  readonly needsStanding: boolean;
  readonly request: (value: string, standing: Standing) => readonly [string, object?];
}

const audience = { community: true };
const writes: [string, Write][] = [
  [
    'publish',
    {
      needsStanding: false,
      request: (value) => ['POST /v1/descriptors', { value, status: 'MALICIOUS', audience }],
    },
  ],
  [
    'publish anew',
    {
      needsStanding: true,
      request: (value) => ['POST /v1/descriptors', { value, status: 'UNKNOWN', audience }],
    },
  ],
  [
    'batch',
    {
      needsStanding: true,
      request: (value) => {
        const said = [value, `a.${value}`, `b.${value}`];
        const descriptors = said.map((one) => ({ value: one, status: 'SUSPICIOUS', audience }));
        return ['POST /v1/descriptors/batch', { descriptors }];
      },
    },
  ],
  [
    'PATCH',
    {
      needsStanding: true,
      request: (_, { id, version }) => [
        `PATCH /v1/descriptors/${id}`,
        { version, severity: 'INFO' },
      ],
    },
  ],
  ['DELETE', { needsStanding: true, request: (_, { id }) => [`DELETE /v1/descriptors/${id}`] }],
];

async function prepare(
  { call, alice: { token } }: Community,
  { needsStanding, request }: Write,
  name: string,
): Promise<(api: Exchange) => Promise<Answer>> {
  const value = `${name}.example`;
  const body = { value, status: 'MALICIOUS', audience };
  const nothing = { id: '0', version: 0 };
  const standing = needsStanding
    ? (await call('POST /v1/descriptors', { token, body })).body
    : nothing;
  const [line, sent] = request(value, standing);
  const headers = { 'idempotency-key': name };
  const asked: Call = sent ? { token, headers, body: sent } : { token, headers };
  return (api) => api.call(line, asked);
}

/** Versions by id, of items that are of this name. */
async function versionsOf({ tables }: Community, name: string): Promise<Map<string, number>> {
  const descriptors = await readTruth(sharedClient(), tables);
  const mine = descriptors.filter(({ value }) => value.includes(`${name}.example`));
  return new Map(mine.map(({ id, version }) => [id, version]));
}

describe('a process that dies at any call of a', () => {
  it.each(writes)(
    '%s leaves it undone or done, and a repeat is answered alike',
    async (_, write) => {
      const tables = await newTables();
      const world = await community({ tables });

      const deaths = await dieEverywhere(
        newClient,
        world,
        { sides: ['before', 'after'] },
        async ({ api }, life) => {
          const ask = await prepare(world, write, life);
          const before = await versionsOf(world, life);
          await ask(api);
          const left = await versionsOf(world, life);
          const repeated = await ask(world);
          const after = await versionsOf(world, life);
          const again = await ask(world);

          const written = [...left].filter(([id, version]) => before.get(id) !== version);
          for (const [id, version] of written) expect(after.get(id)).toBe(version);
          expect(repeated.status).toBeLessThan(300);
          expect([again.status, again.body]).toEqual([repeated.status, repeated.body]);
          for (const { id, version } of [repeated.body?.results ?? repeated.body ?? []].flat()) {
            expect(after.get(id)).toBe(version);
          }
          expect(await versionsOf(world, life)).toEqual(after);
        },
      );

      await deliver(await doorbell(sharedClient(), world)(), world.indexDeps);
      expect(deaths).toBeGreaterThanOrEqual(6);
      expect(await disagreements(world, sharedClient())).toEqual([]);
    },
  );
});

describe('a write', () => {
  /** A world whose puts are lost on their way back as `draw` says, while the switch is on. */
  async function lossyWorld(draw: Draw) {
    const tables = await newTables();
    const client = newClient();
    const world = await community({ tables, client, onError: () => undefined });
    const lossy = { isOn: false };
    const losing = losingAnswers(0.5, draw);
    await besiege(client, (attempt, pass) => {
      const isPut = attempt.command === 'PutItemCommand';
      return lossy.isOn && isPut ? losing(attempt, pass) : pass();
    });
    return { world, lossy };
  }

  it.each(writes)(
    '(%s) of which every other answer is lost is answered rightly',
    async (_, write) => {
      let sent = 0;
      const { world, lossy } = await lossyWorld(() => sent++ % 2);
      const ask = await prepare(world, write, 'lost');
      lossy.isOn = true;

      const first = await ask(world);
      const done = await versionsOf(world, 'lost');
      const repeated = await ask(world);

      expect(first.status).toBeLessThan(300);
      expect([repeated.status, repeated.body]).toEqual([first.status, first.body]);
      for (const { id, version } of told(first)) expect(done.get(id)).toBe(version);
      expect(await versionsOf(world, 'lost')).toEqual(done);
    },
  );

  it.each(writes)(
    '(%s) of which all answers are lost is repeated to the same end',
    async (_, write) => {
      const { world, lossy } = await lossyWorld(() => 0);
      const ask = await prepare(world, write, 'lost');
      const before = await versionsOf(world, 'lost');
      lossy.isOn = true;

      const lost = await ask(world);
      const left = await versionsOf(world, 'lost');
      lossy.isOn = false;
      const repeated = await ask(world);

      const statuses = lost.body.results?.map(({ status }: Answer) => status) ?? [lost.status];
      const after = await versionsOf(world, 'lost');
      const written = [...left].filter(([id, version]) => before.get(id) !== version);
      expect(new Set(statuses)).toEqual(new Set([503]));
      expect(repeated.status).toBeLessThan(300);
      for (const [id, version] of written) expect(after.get(id)).toBe(version);
      for (const { id, version } of told(repeated)) expect(after.get(id)).toBe(version);
    },
  );
});

/** What an answer says of descriptors: of one, of each of a batch, or nothing. */
function told({ body }: Answer): readonly Standing[] {
  return [body?.results ?? body ?? []].flat();
}
