import { communities } from '../../support/community';
import { seeded } from '../../support/hostile';
import { allSeen, both, expectedOf, type Filter, filtersOf } from '../../support/search-oracle';
import { actAtRandom, searchedValues } from '../../support/search-world';
import { pick } from '../../support/twin-world-pool';

const { community: newCommunity } = communities({ withBareClients: true });
const kinds = ['indicator', 'descriptor'] as const;

async function community(seed: number, acts: number) {
  const world = { ...(await newCommunity()), opinions: new Map<string, Set<string>>() };
  const draw = seeded(seed);
  for (let n = 0; n < acts; n++) await actAtRandom(world, draw);
  const { token } = world.bob;
  const middle = new Date(world.time.micros / 1000 - acts * 150_000).toISOString();
  const filters = filtersOf(world, middle);

  /** The pages of one search, one after the other. */
  async function* pages({ params }: Filter, kind: string) {
    let cursor: string | undefined;
    do {
      const limit = String(1 + Math.floor(draw() * 16));
      const query = { ...params, kind, limit, ...(cursor ? { cursor } : {}) };
      const { status, body } = await world.call(`GET /v1/search?${new URLSearchParams(query)}`, {
        token,
      });
      expect({ query, status, body }).toMatchObject({ status: 200 });
      yield (body.indicators ?? body.descriptors).map(({ id }: { id: string }) => id) as string[];
      cursor = body.cursor;
    } while (cursor);
  }

  const own = () => world.opinions.get(world.bob.id) ?? [];
  const look = ({ isOver }: Filter) => allSeen(world, token, searchedValues, isOver ? own() : []);
  return { ...world, draw, filters, pages, look };
}

describe('search, held against all that one may see', () => {
  it('finds what each filter asks, alone and in pairs, each once', async () => {
    const { filters, pages, look } = await community(11, 120);
    const seen = await look({ params: {}, fits: () => true, isOver: true });
    const pairs = filters.flatMap((a, at) =>
      filters.slice(at + 1).flatMap((b) => both(a, b) ?? []),
    );
    const found = { some: 0, none: 0 };

    for (const [at, filter] of [...filters, ...pairs].entries()) {
      const kind = kinds[at % 2] ?? 'indicator';
      const union: string[] = [];
      for await (const page of pages(filter, kind)) union.push(...page);

      const asked = { ...filter.params, kind };
      const expected = [...expectedOf(seen, filter, kind)].sort();
      expect({ asked, union: union.sort() }).toEqual({ asked, union: expected });
      found[expected.length > 0 ? 'some' : 'none'] += 1;
    }

    expect(found.some).toBeGreaterThan(found.none);
  }, 240_000);

  it.each([1, 2, 3])(
    'hands each over once, and all that was there throughout, while others write (%i)',
    async (seed) => {
      const world = await community(seed * 100, 60);
      const { draw, filters, pages, look } = world;

      for (let n = 0; n < 8; n++) {
        const filter = pick(filters, draw);
        const kind = pick(kinds, draw);
        const times = [expectedOf(await look(filter), filter, kind)];
        const union: string[] = [];
        for await (const page of pages(filter, kind)) {
          union.push(...page);
          const writes = Math.floor(draw() * 4);
          for (let write = 0; write < writes; write++) {
            await actAtRandom(world, draw);
            times.push(expectedOf(await look(filter), filter, kind));
          }
        }

        const asked = { ...filter.params, kind };
        const throughout = [...(times[0] ?? [])].filter((id) =>
          times.every((then) => then.has(id)),
        );
        const ever = new Set(times.flatMap((then) => [...then]));
        const twice = union.filter((id, at) => union.indexOf(id) !== at);
        const missed = throughout.filter((id) => !union.includes(id));
        const never = union.filter((id) => !ever.has(id));
        expect({ asked, twice, missed, never }).toEqual({
          asked,
          twice: [],
          missed: [],
          never: [],
        });
      }
    },
    120_000,
  );
});
