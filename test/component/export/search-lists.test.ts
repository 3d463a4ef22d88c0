import { type Community, communities, type TestMember } from '../../support/community';
import { keptContents } from '../../support/kept-contents';

const on = communities();

/** What Bob keeps, and fetches: a list of what his search for `phishing` finds. */
async function withList() {
  const contents = keptContents();
  const world = await on.community({ contents });
  const { alice, bob, carol } = world;
  await publish(world, alice, 'a.example', { tags: ['phishing'], confidence: 90 });
  await publish(world, alice, 'b.example', { tags: ['botnet'], confidence: 90 });
  await publish(world, carol, 'c.example', { tags: ['phishing'], confidence: 10 });
  await publish(world, carol, 'd.example', { tags: ['phishing'], status: 'SUSPICIOUS' });
  const { token } = bob;
  const save = (query: object) =>
    world.call('PUT /v1/saved-searches/phish', { token, body: { query } });
  const put = (more: object) => {
    const body = { definition: { saved: 'phish', format: 'list', comments: false, ...more } };
    return world.call('PUT /v1/lists/wall', { token, body });
  };
  await save({ tag: 'phishing' });
  expect(await put({})).toMatchObject({ status: 201 });
  const get = (headers = {}) => world.call('GET /v1/lists/wall/content', { token, headers });
  return { ...world, contents, save, put, get };
}

async function publish(
  world: Community,
  { token }: TestMember,
  value: string,
  more: Record<string, unknown> = {},
) {
  const body = { value, status: 'MALICIOUS', audience: { community: true }, ...more };
  const answer = await world.call('POST /v1/descriptors', { token, body });
  await world.index();
  return answer.body;
}

async function quarantine(world: Community, { id }: TestMember) {
  const { token } = world.operator;
  const { version } = (await world.call(`GET /v1/members/${id}/state`, { token })).body;
  const since = '2026-11-22T09:00:00Z';
  const body = { state: 'quarantined', reason: 'a leak', version, since };
  const answer = await world.call(`POST /v1/members/${id}/state`, { token, body });
  expect(answer.status).toBeLessThan(300);
  world.wait(21);
}

describe('GET /v1/lists/{name}/content of a saved search', () => {
  it('is what the search finds now, current, undisputed and MALICIOUS, with an entity tag', async () => {
    const world = await withList();

    const first = await world.get();
    const held = await world.get({ 'if-none-match': first.headers['etag'] });
    await publish(world, world.carol, 'a.example', { status: 'NON_MALICIOUS' });
    world.wait(16 * 60);
    const disputed = await world.get({ 'if-none-match': first.headers['etag'] });

    expect([first.text, held.status, disputed.text]).toEqual([
      ...['a.example\nc.example\n', 304, 'c.example\n'],
    ]);
  });

  it('goes by what its definition says beside it', async () => {
    const { put, get } = await withList();
    const textOf = async (definition: object) => {
      await put(definition);
      return (await get()).text;
    };

    expect([
      await textOf({ confidenceMin: 50 }),
      await textOf({ status: 'SUSPICIOUS' }),
      await textOf({ kinds: ['ips'] }),
    ]).toEqual(['a.example\n', 'd.example\n', '']);
  });

  it('is built before it is fetched, on record', async () => {
    const { buildLists, contents, bob, told } = await withList();

    await buildLists();

    expect(contents.kept.get(`${bob.id}/wall`)).toMatchObject({
      ...{ text: 'a.example\nc.example\n', refusal: null },
    });
    expect(told).toEqual([]);
  });

  it('follows the search when that is saved otherwise, though a copy is young', async () => {
    const { get, save } = await withList();
    await get();

    await save({ tag: 'botnet' });

    expect((await get()).text).toBe('b.example\n');
  });

  it('is 409 while the search is gone, and there again with one of its name', async () => {
    const { get, save, call, bob, buildLists } = await withList();
    await get();

    await call('DELETE /v1/saved-searches/phish', { token: bob.token });
    const gone = await get();
    await buildLists();
    await save({ tag: 'botnet' });
    const again = await get();

    expect(gone).toMatchObject({ status: 409, body: { code: 'list.search_unusable' } });
    expect(again.text).toBe('b.example\n');
  });

  it('is 409 with the reason once the search can’t be asked, and the builder goes on', async () => {
    const { get, save, buildLists } = await withList();
    await get();
    for (const [query, why] of [
      [{ disputed: 'true' }, 'undisputed'],
      [{ q: 'a.*b', mode: 'words' }, 'Regular expressions'],
      [{ audience: 'group:17' }, 'audience'],
    ] as const) {
      await save(query);

      const refused = await get();

      expect(await buildLists()).toEqual({ built: 0 });
      expect(refused).toMatchObject({
        ...{ status: 409 },
        body: { code: 'list.search_unusable', detail: expect.stringContaining(why) },
      });
    }
  });

  it('of a group that the member has left is 409, as of one that there never was', async () => {
    const world = await withList();
    const { save, get, group, operator, alice, call } = world;
    await save({ group: group.id });
    await publish(world, alice, 'group.example', { audience: { groups: [group.id] } });
    const before = await get();

    const body = { members: [alice.id] };
    await call(`PUT /v1/groups/${group.id}/members`, { token: operator.token, body });
    world.wait(31);
    const left = await get();
    await save({ group: '17' });
    const absent = await get();

    expect(before.text).toBe('group.example\n');
    expect(left.status).toBe(409);
    expect(left.text).toBe(absent.text);
  });

  it('holds nothing by the word of a member that is quarantined, though it was built before', async () => {
    const world = await withList();
    const { save, get, carol, call, bob } = world;
    const [{ id }] = (await call('GET /v1/search?q=b.example', { token: bob.token })).body
      .indicators;
    const body = { text: 'a beacon', audience: { community: true } };
    await call(`POST /v1/indicators/${id}/comments`, { token: carol.token, body });
    await world.index();
    await save({ q: 'beacon', mode: 'words' });
    const before = await get();

    await quarantine(world, carol);

    expect([before.text, (await get()).text]).toEqual(['b.example\n', '']);
  });
});

describe('PUT /v1/lists/{name} of a saved search', () => {
  it('is told where it is wrong', async () => {
    const { put } = await withList();
    for (const [definition, pointer] of [
      [{ saved: 'none' }, '/definition/saved'],
      [{ saved: 'No Name' }, '/definition/saved'],
      [{ feed: 'community' }, '/definition'],
      [{ saved: undefined }, '/definition'],
    ] as const) {
      expect(await put(definition)).toMatchObject({ status: 400, body: { pointer } });
    }
  });

  it('is refused where the search asks for what never leaves', async () => {
    const { put, save, call, bob } = await withList();
    await save({ expired: 'true' });

    const refused = await put({});
    const exported = await call('GET /v1/export?saved=phish', { token: bob.token });

    expect(refused).toMatchObject({ status: 400, body: { pointer: '/definition/saved/expired' } });
    expect(exported).toMatchObject({ status: 400, body: { pointer: '/saved/expired' } });
  });
});
