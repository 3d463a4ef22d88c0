import { communities } from '../../support/community';
import { discussions } from '../../support/discussions';

const { community } = communities();
const everybody = { community: true };
const [md5, sha1, sha256, other] = ['a'.repeat(32), 'b'.repeat(40), 'c'.repeat(64), 'd'.repeat(64)];

async function scene() {
  const world = await community();
  const talk = discussions(world);
  const { alice, bob, carol } = world;
  const said = [];
  for (const value of [md5, sha1, sha256, other]) {
    said.push(await talk.publish(alice, value, everybody));
  }
  const [one, two, three, four] = said.map(({ indicatorId }) => indicatorId);
  const relate = async (from = '', to = '', audience: object = everybody, kind = 'same_file') =>
    (
      await talk.send(bob, `POST /v1/indicators/${from}/relations`, {
        ...{ kind, indicatorId: to, audience },
      })
    ).body.id as string;
  const find = async (q: string, { token } = carol, more = {}) => {
    const query = new URLSearchParams({ q, ...more });
    const { status, body } = await world.call(`GET /v1/search?${query}`, { token });
    expect(status).toBe(200);
    return {
      ...body,
      values: body.indicators?.map(({ value }: { value: string }) => value).sort(),
    };
  };
  return { world, talk, said, ids: { one, two, three, four }, relate, find };
}

describe('a hash, by any algorithm of the same file', () => {
  it('is found where relations say so, in either direction and one behind the other', async () => {
    const { ids, relate, find } = await scene();
    await relate(ids.one, ids.three);
    await relate(ids.two, ids.three);
    await relate(ids.three, ids.four, everybody, 'drops');

    expect((await find(sha256)).values).toEqual([md5, sha1, sha256]);
    const { values, complete, budget } = await find(md5);
    expect(values).toEqual([md5, sha1, sha256]);
    expect(complete).toBe(true);
    expect(budget.spent).toBeLessThan(30);
    expect((await find(other)).values).toEqual([other]);
    expect((await find(md5, undefined, { type: 'HASH_MD5' })).values).toEqual([md5]);
  });

  it('comes page by page, each once', async () => {
    const { ids, relate, find } = await scene();
    await relate(ids.one, ids.three);
    await relate(ids.two, ids.three);
    const values: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find(md5, undefined, { limit: '1', ...(cursor ? { cursor } : {}) });
      values.push(...page.values);
      cursor = page.cursor;
    } while (cursor);

    expect(values.sort()).toEqual([md5, sha1, sha256]);
  });

  it('shows no relation that is not for the reader, was taken back, or hangs on what is gone', async () => {
    const { world, talk, said, ids, relate, find } = await scene();
    const { alice, bob, carol, group } = world;
    await talk.publish(alice, md5, { community: true, groups: [group.id] });
    const own = await relate(ids.one, ids.two, {});
    expect((await find(md5, carol)).values).toEqual([md5]);
    expect((await find(md5, bob)).values).toEqual([md5, sha1]);
    await talk.remove(bob, `/v1/relations/${own}`);
    expect((await find(md5, bob)).values).toEqual([md5]);

    await relate(ids.one, ids.three);
    expect((await find(sha256, carol)).values).toEqual([md5, sha256]);
    await talk.remove(alice, `/v1/descriptors/${said[0]?.id}`);
    expect((await find(sha256, carol)).values).toEqual([sha256]);
    expect((await find(md5, carol)).values).toEqual([]);
  });

  it('that is followed no further says so, and is neither exported nor listed in part', async () => {
    const { world, ids, relate, find } = await scene();
    await relate(ids.one, ids.two);
    await relate(ids.two, ids.three);
    await relate(ids.three, ids.four);
    const { token } = world.carol;
    const definition = { saved: 'file', format: 'list' };
    await world.call('PUT /v1/saved-searches/file', { token, body: { query: { q: md5 } } });
    await world.call('PUT /v1/lists/file', { token, body: { definition } });

    const { complete, cursor } = await find(md5);
    const exported = await world.call('GET /v1/export?saved=file&format=list', { token });
    const listed = await world.call('GET /v1/lists/file/content', { token });

    expect([complete, cursor]).toEqual([false, undefined]);
    expect(exported).toMatchObject({ status: 400, body: { code: 'search.too_wide' } });
    expect(listed).toMatchObject({ status: 409, body: { code: 'list.search_unusable' } });
  });
});
