import { idShard } from '../../lambdas/core/id';
import { indexBatch } from '../../lambdas/indexing/index-batch';
import { type Community, communities } from '../support/community';

const { community } = communities();

type Publish = { readonly id: string; readonly key: { readonly pk: string; readonly sk: string } };

async function publish(world: Community, value: string, more: object = {}): Promise<Publish> {
  const { token, id: owner } = world.alice;
  const body = { value, status: 'MALICIOUS', audience: { community: true }, ...more };
  const { id } = (await world.call('POST /v1/descriptors', { token, body })).body;
  return { id, key: { pk: `${owner}/${idShard(id)}`, sk: id } };
}

async function communityFeed({ call, bob }: Community) {
  const { asOf: _, ...page } = (await call('GET /v1/feeds/community', { token: bob.token })).body;
  return page;
}

describe('the indexer', () => {
  it('does nothing the second time and the tenth', async () => {
    const world = await community();
    const published = await publish(world, 'a.example');
    await world.index();
    const before = await communityFeed(world);

    for (let time = 0; time < 10; time++) await indexBatch([published.key], world.indexDeps);

    expect(await communityFeed(world)).toEqual(before);
  });

  it('agrees with the items when many of it work on one audience at once', async () => {
    const world = await community();
    const all = [];
    for (let at = 0; at < 60; at++) all.push(await publish(world, `h${at}.example`));
    const keys = all.map(({ key }) => key);

    const failed = await Promise.all(
      [0, 1, 2, 3].map((by) =>
        indexBatch([...keys.slice(by * 15), ...keys.slice(0, by * 15)], world.indexDeps),
      ),
    );

    expect(failed.flatMap((ids) => [...ids])).toEqual([]);
    const { head, changes } = await communityFeed(world);
    expect(head.count).toBe(60);
    expect(new Set(changes.map(({ id }: { id: string }) => id)).size).toBe(60);
    expect(changes).toHaveLength(60);
  });

  it('keeps out an old state that is brought a day late', async () => {
    const world = await community();
    const { token } = world.alice;
    const { id, key } = await publish(world, 'a.example');
    const [old] = await world.indexDeps.exchange.readCurrent([key]);
    await world.index();
    await world.call(`DELETE /v1/descriptors/${id}`, { token });
    await world.index();
    const late = { readCurrent: async () => new Map(old ? [old] : []) };

    await indexBatch([key], { ...world.indexDeps, exchange: late });

    expect(await communityFeed(world)).toMatchObject({
      head: { count: 0 },
      changes: [{ id, gone: true }],
    });
  });

  it('settles what a writer left that died after its commit', async () => {
    const world = await community();
    const { key } = await publish(world, 'a.example');
    const { commits } = world.indexDeps;
    const dying = { ...commits, settle: () => Promise.reject(new Error('killed')) };
    const quiet = { ...world.indexDeps, onFailure: () => undefined };
    await indexBatch([key], { ...quiet, commits: dying });
    const unsettled = await communityFeed(world);

    await indexBatch([key], world.indexDeps);

    expect(unsettled).toMatchObject({ head: { count: 1 }, changes: [], next: 0 });
    expect((await communityFeed(world)).changes).toHaveLength(1);
  });

  it('indexes the others of a batch in which one can’t be read', async () => {
    const world = await community();
    const good = await publish(world, 'a.example');
    const bad = await publish(world, 'b.example');
    const { exchange } = world.indexDeps;
    const told: string[] = [];
    const poisoned = {
      async readCurrent(keys: Parameters<typeof exchange.readCurrent>[0]) {
        const read = await exchange.readCurrent(keys);
        return read.set(bad.id, () => {
          throw new Error('not a descriptor');
        });
      },
    };

    const failed = await indexBatch([good.key, bad.key], {
      ...world.indexDeps,
      exchange: poisoned,
      onFailure: (ids) => told.push(...ids),
    });

    expect([...failed]).toEqual([bad.id]);
    expect(told).toEqual([bad.id]);
    expect((await communityFeed(world)).changes).toMatchObject([{ id: good.id }]);
  });

  it('takes a descriptor from exactly those audiences that it leaves', async () => {
    const world = await community();
    const { call, group, alice, bob, carol } = world;
    const audience = { community: true, groups: [group.id] };
    const { id } = await publish(world, 'a.example', { audience });
    await world.index();
    const { body } = await call(`GET /v1/descriptors/${id}`, { token: alice.token });

    await call(`PATCH /v1/descriptors/${id}`, {
      token: alice.token,
      body: { version: body.version, audience: { groups: [group.id] } },
    });
    await world.index();

    const seenBy = (token: string) => call(`GET /v1/descriptors/${id}`, { token });
    expect((await seenBy(bob.token)).body.seenIn).toEqual([`group:${group.id}`]);
    expect((await seenBy(carol.token)).status).toBe(404);
    expect((await communityFeed(world)).changes).toMatchObject([{ id, gone: true }]);
  });

  it('counts an indicator’s opinions past the sixteen that its summary lists', async () => {
    const world = await community();
    const { call, operator } = world;
    for (let at = 0; at < 20; at++) {
      const made = await call('POST /v1/members', {
        ...{ token: operator.token, body: { name: `M${at}` } },
      });
      const path = `POST /v1/members/${made.body.id}/credentials`;
      const { token } = (await call(path, { token: operator.token, body: {} })).body;
      const body = { value: 'a.example', status: 'MALICIOUS', audience: { community: true } };
      await call('POST /v1/descriptors', { token, body });
      if (at % 7 === 0) await world.index();
    }
    await world.index();

    const look = { token: world.bob.token, body: { values: ['a.example'] } };
    const { body } = await call('POST /v1/lookups', look);

    expect(body.results[0].summary).toMatchObject({
      ...{ owners: 20, statuses: { MALICIOUS: 20 }, atLeast: true },
    });
  });
});
