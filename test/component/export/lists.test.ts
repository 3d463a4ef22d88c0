import { type Community, communities, startOfTime, type TestMember } from '../../support/community';
import { keptContents } from '../../support/kept-contents';

const on = communities();
const ofDomains = { format: 'list', kinds: ['domains'] };

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

async function putList(world: Community, { token }: TestMember, definition: object) {
  const body = { definition: { feed: 'community', ...ofDomains, ...definition } };
  return world.call('PUT /v1/lists/edge', { token, body });
}

function fetchList(world: Community, { token }: TestMember, headers = {}) {
  return world.call('GET /v1/lists/edge/content', { token, headers });
}

function valuesOf({ text }: { readonly text: string }): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('GET /v1/lists/{name}/content', () => {
  it('is a value a line under the strictest TLP, with what a firewall needs to ask again', async () => {
    const world = await on.community();
    await publish(world, world.alice, 'b.example', { tlp: 'GREEN' });
    await publish(world, world.alice, 'a[.]example', { tlp: 'AMBER' });
    await publish(world, world.alice, '192.0.2.1', { tlp: 'RED', audience: {} });
    expect(await putList(world, world.bob, {})).toMatchObject({ status: 201 });

    const answer = await fetchList(world, world.bob);

    expect(answer.text).toMatch(/^# TLP:AMBER 2026-11-22T10:\S+Z\na\.example\nb\.example\n$/);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
      'last-modified': expect.stringMatching(/^Sun, 22 Nov 2026 10:0\d:\d\d GMT$/),
      'x-tlp': 'TLP:AMBER',
    });
  });

  it('is 304 to who has it, also after it was built again and says the same', async () => {
    const world = await on.community();
    await publish(world, world.alice, 'a.example');
    await putList(world, world.bob, {});
    const { headers } = await fetchList(world, world.bob);
    const told = world.told.length;
    world.wait(20 * 60);

    const same = await fetchList(world, world.bob, {
      'if-none-match': `W/"x", ${headers['etag']}`,
    });
    await publish(world, world.alice, 'b.example');
    await world.buildLists();
    const young = await fetchList(world, world.bob, { 'if-none-match': headers['etag'] });
    world.wait(5 * 60);
    await world.buildLists();
    const other = await fetchList(world, world.bob, { 'if-none-match': headers['etag'] });

    expect(same).toMatchObject({ status: 304, text: '' });
    expect(same.headers).toMatchObject({ etag: headers['etag'] });
    expect(young.status).toBe(304);
    expect(valuesOf(other)).toEqual(['a.example', 'b.example']);
    expect(world.told.slice(told)).toMatchObject([
      { kind: 'list.read', about: { list: 'edge', values: 2 } },
    ]);
  });

  it('leaves out what is disputed, unsure, of another status or of nobody any more', async () => {
    const world = await on.community();
    await publish(world, world.alice, 'sure.example', { confidence: 90 });
    await publish(world, world.alice, 'unsure.example', { confidence: 10 });
    await publish(world, world.alice, 'silent.example');
    await publish(world, world.alice, 'odd.example', { status: 'SUSPICIOUS', confidence: 90 });
    await publish(world, world.alice, 'both.example', { confidence: 90 });
    await publish(world, world.carol, 'both.example', { status: 'NON_MALICIOUS' });
    const { id } = await publish(world, world.alice, 'back.example', { confidence: 90 });
    await world.call(`DELETE /v1/descriptors/${id}`, { token: world.alice.token });
    await world.index();
    await putList(world, world.bob, { confidenceMin: 50 });

    expect(valuesOf(await fetchList(world, world.bob))).toEqual(['sure.example']);
  });

  it('holds nothing that is over', async () => {
    const world = await on.community();
    await publish(world, world.alice, 'long.example');
    await publish(world, world.alice, 'short.example', { expiresAt: '2026-11-22T10:30:00Z' });
    await putList(world, world.bob, {});

    const before = await fetchList(world, world.bob);
    world.wait(31 * 60);
    const after = await fetchList(world, world.bob);

    expect(valuesOf(before)).toEqual(['long.example', 'short.example']);
    expect(valuesOf(after)).toEqual(['long.example']);
  });

  it('of a group is not handed to who has left it, though it was built', async () => {
    const world = await on.community();
    const { alice, bob, group, operator } = world;
    await publish(world, alice, 'group.example', { audience: { groups: [group.id] } });
    await putList(world, bob, { feed: `group:${group.id}` });
    expect(valuesOf(await fetchList(world, bob))).toEqual(['group.example']);

    await world.call(`PUT /v1/groups/${group.id}/members`, {
      ...{ token: operator.token, body: { members: [alice.id] } },
    });
    world.wait(31);
    const left = await fetchList(world, bob);
    const other = await world.call('GET /v1/lists/none/content', { token: bob.token });

    expect(left).toMatchObject({ status: 404, body: { code: 'object.not_found' } });
    expect(left.text).toBe(other.text);
  });

  it('is built anew when the member is in another set of audiences', async () => {
    const world = await on.community();
    const { alice, bob, carol, group, operator } = world;
    await publish(world, carol, 'a.example');
    await publish(world, alice, 'a.example', {
      ...{ status: 'NON_MALICIOUS', audience: { groups: [group.id] } },
    });
    await putList(world, bob, {});
    expect(valuesOf(await fetchList(world, bob))).toEqual([]);

    await world.call(`PUT /v1/groups/${group.id}/members`, {
      ...{ token: operator.token, body: { members: [alice.id] } },
    });
    world.wait(31);

    expect(valuesOf(await fetchList(world, bob))).toEqual(['a.example']);
  });

  it('holds nothing of a member that is quarantined, though it was built before', async () => {
    const world = await on.community();
    const { alice, bob, carol, operator } = world;
    await publish(world, alice, 'alice.example');
    await publish(world, carol, 'carol.example');
    await putList(world, bob, {});
    expect(valuesOf(await fetchList(world, bob))).toHaveLength(2);

    const state = await world.call(`GET /v1/members/${carol.id}/state`, { token: operator.token });
    const { version } = state.body;
    const body = { state: 'quarantined', reason: 'a leak', version };
    const line = `POST /v1/members/${carol.id}/state`;
    const quarantined = await world.call(line, {
      ...{ token: operator.token, body: { ...body, since: '2026-11-22T09:00:00Z' } },
    });
    world.wait(21);

    expect(quarantined.status).toBeLessThan(300);
    expect(valuesOf(await fetchList(world, bob))).toEqual(['alice.example']);
  });

  it('follows its definition, and is gone with it', async () => {
    const world = await on.community();
    await publish(world, world.alice, 'a.example');
    await publish(world, world.alice, '192.0.2.1');
    await putList(world, world.bob, {});
    expect(valuesOf(await fetchList(world, world.bob))).toEqual(['a.example']);

    await putList(world, world.bob, { kinds: ['ips'], comments: false });
    const changed = await fetchList(world, world.bob);
    await world.call('DELETE /v1/lists/edge', { token: world.bob.token });
    const removed = await fetchList(world, world.bob);

    expect(changed.text).toBe('192.0.2.1\n');
    expect(removed.status).toBe(404);
    expect((await fetchList(world, world.alice)).status).toBe(404);
  });
});

describe('a list that can’t be handed over', () => {
  it('is 503 with a time to come again while there is no time to build it', async () => {
    let [micros, step] = [startOfTime, 1000];
    const now = () => {
      micros += step;
      return micros;
    };
    const world = await on.community({ now });
    await publish(world, world.alice, 'a.example');
    await putList(world, world.bob, {});

    step = 20_000_000;
    const late = await fetchList(world, world.bob);
    step = 1000;
    const then = await fetchList(world, world.bob);

    expect(late).toMatchObject({ status: 503, body: { code: 'list.not_ready' } });
    expect(late.headers['retry-after']).toBe('60');
    expect(valuesOf(then)).toEqual(['a.example']);
  });

  it('is 409 where it is too large, never a part', async () => {
    const contents = keptContents();
    const world = await on.community({ contents });
    const { bob } = world;
    await publish(world, world.alice, 'a.example');
    await putList(world, bob, {});
    await fetchList(world, bob);
    const built = await contents.read(bob.id, 'edge');
    if (built) await contents.put(bob.id, 'edge', { ...built, refusal: 'too_large', text: '' });

    const answer = await fetchList(world, bob);

    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'list.too_large',
        most: 50_000,
        detail: expect.stringContaining('fewer kinds'),
      },
    });
  });
});

describe('HTTP Basic', () => {
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  });

  async function withReader() {
    const world = await on.community();
    const { bob } = world;
    await publish(world, world.alice, 'a.example');
    await putList(world, bob, {});
    const body = { name: 'firewall', role: 'reader' };
    const issued = await world.call('POST /v1/credentials', { token: bob.token, body });
    const [id = '', secret = ''] = issued.body.token.split('|');
    return { ...world, id, secret };
  }

  it('is taken for a list, of a credential that can only read', async () => {
    const world = await withReader();
    const headers = basic(world.id, world.secret);

    const answer = await world.call('GET /v1/lists/edge/content', { headers });

    expect(valuesOf(answer)).toEqual(['a.example']);
  });

  it('is refused to a credential that can do more', async () => {
    const world = await withReader();
    const [id = '', secret = ''] = world.bob.token.split('|');

    const answer = await world.call('GET /v1/lists/edge/content', { headers: basic(id, secret) });

    expect(answer).toMatchObject({ status: 403, body: { code: 'credential.scope' } });
  });

  it('is asked for there, and taken nowhere else', async () => {
    const world = await withReader();

    const wrong = await world.call('GET /v1/lists/edge/content', {
      headers: basic(world.id, `${world.secret}x`),
    });
    const elsewhere = await world.call('GET /v1/feeds', {
      headers: basic(world.id, world.secret),
    });

    expect(wrong.status).toBe(401);
    expect(wrong.headers['www-authenticate']).toBe('Bearer, Basic realm="Tocsin", charset="UTF-8"');
    expect(elsewhere.status).toBe(401);
    expect(elsewhere.headers['www-authenticate']).toBe('Bearer');
  });
});

describe('PUT /v1/lists/{name}', () => {
  it('says whether it is new, and changes nothing when it says the same', async () => {
    const world = await on.community();

    const first = await putList(world, world.bob, {});
    const again = await putList(world, world.bob, {});
    const listed = await world.call('GET /v1/lists', { token: world.bob.token });

    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(listed.body.lists).toEqual([first.body]);
  });

  it('is refused with a version that is not the one that is there', async () => {
    const world = await on.community();
    const { token } = world.bob;
    const { version } = (await putList(world, world.bob, {})).body;
    const definition = { feed: 'community', format: 'csv' };
    const put = (at: number) =>
      world.call('PUT /v1/lists/edge', { token, body: { definition, version: at } });

    expect(await put(version - 1)).toMatchObject({ status: 409, body: { version } });
    expect(await put(version)).toMatchObject({ status: 200 });
  });

  it('takes twenty of a member, and another when one is removed', async () => {
    const world = await on.community();
    const { token } = world.bob;
    const body = { definition: { feed: 'community', format: 'csv' } };
    const put = (at: number) => world.call(`PUT /v1/lists/list-${at}`, { token, body });
    for (let at = 0; at < 20; at++) expect((await put(at)).status).toBe(201);

    const full = await put(20);
    const changed = await put(3);
    await world.call('DELETE /v1/lists/list-7', { token });
    const room = await put(20);

    expect(full).toMatchObject({ status: 409, body: { code: 'named.too_many', most: 20 } });
    expect([changed.status, room.status]).toEqual([200, 201]);
  });

  it.each([
    ['PUT /v1/lists/Edge', { feed: 'community', format: 'csv' }, '/name'],
    ['PUT /v1/lists/edge', { feed: 'everybody', format: 'csv' }, '/definition/feed'],
    ['PUT /v1/lists/edge', { feed: 'community', format: 'xls' }, '/definition/format'],
    ['PUT /v1/lists/edge', { feed: 'community', format: 'list', kinds: [] }, '/definition/kinds'],
    ['PUT /v1/lists/edge', { feed: 'community', format: 'csv', hat: 1 }, '/definition/hat'],
  ])('%s of %j is told where it is wrong', async (line, definition, pointer) => {
    const world = await on.community();

    const answer = await world.call(line, { token: world.bob.token, body: { definition } });

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });
});
