import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { feedCopy, isProved, readOn } from '../../support/feed-copy';

const { community, newTables, sharedClient } = communities();

const values = Array.from({ length: 20 }, (_, at) => `h${at}.example`);

describe('a reader in the middle of a feed, while descriptors leave it and the indexer lags', () => {
  it('is told of every one that left, and is never shown it again', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const { call, index, alice, carol } = world;
    const descriptors = values.map((value) => ({
      ...{ value, status: 'MALICIOUS', audience: { community: true } },
    }));
    const { token } = alice;
    const made = await call('POST /v1/descriptors/batch', { token, body: { descriptors } });
    await index();
    const narrow = async ({ id, version }: { id: string; version: number }) => {
      const body = { version, audience: { members: [alice.id] } };
      await call(`PATCH /v1/descriptors/${id}`, { token, body });
    };
    const copy = feedCopy();
    const read = (query: string) =>
      call(`GET /v1/feeds/community?${query}`, { token: carol.token });
    const left = new Set<string>();
    const shownAgain: string[] = [];

    // One is narrowed before each page; the indexer comes only before every other page.
    for (const [at, one] of made.body.results.entries()) {
      if (at % 2 === 0) await narrow(one);
      const isIndexed = at % 4 === 0;
      if (isIndexed) await index();
      await readOn(copy, read);
      for (const id of left) if (copy.objects.has(id) && copy.after > 0) shownAgain.push(id);
      if (isIndexed && !copy.objects.has(one.id)) left.add(one.id);
    }
    await index();
    while (await readOn(copy, read));

    const staying = made.body.results.filter((_: object, at: number) => at % 2 === 1);
    expect(shownAgain).toEqual([]);
    expect([...copy.objects.keys()].sort()).toEqual(
      staying.map(({ id }: { id: string }) => id).sort(),
    );
    expect(isProved(copy)).toBe(true);
    for (const { id } of made.body.results) {
      const { status } = await call(`GET /v1/descriptors/${id}`, { token: carol.token });
      expect(status).toBe(copy.objects.has(id) ? 200 : 404);
    }
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});
