import { addGroup, communities } from '../../support/community';
import { meter } from '../../support/metered';

const { community, newClient, newTables } = communities();

/** Values in four groups each, of forty-nine that a member is in; each has two of three tags, and `kit`. */
async function manyGroups() {
  const client = newClient();
  const world = await community({ client, tables: await newTables() });
  const { call, index, operator, alice, bob } = world;
  const groups: string[] = [];
  for (let n = 0; n < 49; n++) {
    const members = [alice.id, bob.id];
    groups.push((await addGroup(world, operator.token, `Group ${n}`, members)).id);
  }
  world.wait(31);
  for (let n = 0; n < 60; n++) {
    const mine = [0, 1, 2, 3].map((more) => groups[(n + 11 * more) % 49] ?? '');
    const audience = { groups: [...new Set(mine)] };
    const tags = ['kit', ...['one', 'two', 'three'].filter((_, at) => at !== n % 3)];
    const body = { value: `h${n}.example`, status: 'MALICIOUS', tags, audience };
    await call('POST /v1/descriptors', { token: alice.token, body });
  }
  await index();
  const counted = meter(client);

  /** All pages of a search, with what each took. */
  async function pagesOf(query: Record<string, string>) {
    const pages = [];
    let cursor: string | undefined;
    do {
      const asked = new URLSearchParams({ ...query, ...(cursor ? { cursor } : {}) });
      const trips = counted.roundTrips;
      const { status, body } = await call(`GET /v1/search?${asked}`, { token: bob.token });
      expect(status).toBe(200);
      pages.push({ ...body, trips: counted.roundTrips - trips });
      cursor = body.cursor;
    } while (cursor);
    return pages;
  }
  return { pagesOf, wait: world.wait };
}

describe('a member of fifty groups', () => {
  it('finds what each of them holds, once, by pages of known cost; what never meets, with advice', async () => {
    const { pagesOf, wait } = await manyGroups();

    const fresh = await pagesOf({ tag: 'kit', facets: 'tag,type' });
    const never = await pagesOf({ tag: 'one,two,three' });
    wait(20);
    const settled = await pagesOf({ tag: 'kit' });

    for (const pages of [fresh, settled]) {
      const found = pages.flatMap(({ indicators }) =>
        indicators.map(({ id }: { id: string }) => id),
      );
      expect(found).toHaveLength(60);
      expect(new Set(found).size).toBe(60);
    }
    for (const page of [...fresh, ...never, ...settled]) {
      const { budget, facets } = page;
      expect(budget.spent).toBeLessThan(facets ? 550 + 700 : 550);
      expect(page.complete).toBe(page.cursor === undefined);
      // One query for each list, some more where several conditions are probed or facets counted, and the rows.
      expect(page.trips).toBeLessThan(page === never[0] || facets ? 220 : 75);
    }
    expect(fresh[0].facets).toEqual({
      tag: [
        { value: 'kit', count: 60 },
        ...['one', 'three', 'two'].map((value) => ({ value, count: 40 })),
      ],
      type: [{ value: 'DOMAIN', count: 60 }],
    });
    // What stands in four of its groups is read once, as far as a cursor remembers.
    expect([fresh.length, settled.length]).toEqual([8, 4]);
    const [first] = never;
    expect(never.flatMap(({ indicators }) => indicators)).toEqual([]);
    expect(never.length).toBeGreaterThan(1);
    expect(first).toMatchObject({ complete: false, cursor: expect.any(String) });
    expect(first.advice).toBe(
      'What tag leads to is long: add q, or owner, or type, or publishedSince, or audience; or go on by the cursor.',
    );
  }, 120_000);
});
