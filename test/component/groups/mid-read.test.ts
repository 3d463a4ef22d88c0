import { communities, type TestMember } from '../../support/community';

const { community } = communities();

/** Reads are felt to have changed within it: the cache of who a caller is. */
const feltSeconds = 31;

/** Three descriptors that Alice has shared with her group, and Bob, who is in the middle of reading them. */
async function reading() {
  const world = await community();
  const { call, alice, bob, operator, group } = world;
  const values = ['one.example', 'two.example', 'three.example'];
  const ids: string[] = [];
  for (const value of values) {
    const body = { value, status: 'MALICIOUS', audience: { groups: [group.id] } };
    ids.push((await call('POST /v1/descriptors', { token: alice.token, body })).body.id);
    await world.index();
  }
  const feed = `/v1/feeds/group:${group.id}`;
  const get = (path: string, { token }: TestMember = bob) => call(`GET ${path}`, { token });
  const first = await get(`${feed}?after=0&limit=1`);
  const onwards = `${feed}?after=${first.body.next}&asOf=${first.body.asOf}`;
  const definition = { feed: `group:${group.id}`, format: 'list', kinds: ['domains'] };
  await call('PUT /v1/lists/edge', { token: bob.token, body: { definition } });
  await get('/v1/lists/edge/content');
  const remove = () =>
    call(`PUT /v1/groups/${group.id}/members`, {
      ...{ token: operator.token, body: { members: [alice.id] } },
    });
  return { ...world, values, ids, get, first, feed, onwards, remove };
}

const namesNone = (text: string, values: readonly string[]) =>
  values.every((value) => !text.includes(value));

describe('who is taken out of a group in the middle of a read', () => {
  it('gets no further page of its feed, no export and no list of it, also of what is built already', async () => {
    const { get, first, onwards, feed, remove, wait, values } = await reading();
    await remove();
    wait(feltSeconds);

    const answers = [
      await get(onwards),
      await get(`${feed}/export`),
      await get('/v1/lists/edge/content'),
      await get(`/v1/indicators?value=${values[1]}`),
      await get('/v1/search?q=example'),
    ];

    expect(first.body.changes).toHaveLength(1);
    expect(answers[0]?.status).toBe(404);
    for (const { text } of answers) expect(namesNone(text, values)).toBe(true);
  });

  it('has its pages as before within the time that a change takes, and the next one not', async () => {
    const { get, onwards, remove, wait } = await reading();
    await remove();

    const within = await get(onwards);
    wait(feltSeconds);
    const after = await get(onwards);

    expect(within.body.changes).toHaveLength(2);
    expect(after.status).toBe(404);
  });
});

describe('what is narrowed in the middle of a read', () => {
  it('is a tombstone on the next page, and in no list that is fetched after it', async () => {
    const { get, call, onwards, index, alice, ids, values, wait } = await reading();
    const [, , last = ''] = ids;
    const { version } = (await get(`/v1/descriptors/${last}`, alice)).body;
    const body = { version, audience: {} };
    await call(`PATCH /v1/descriptors/${last}`, { token: alice.token, body });
    await index();

    const page = await get(onwards);
    wait(20 * 60);
    const list = await get('/v1/lists/edge/content');

    const told = page.body.changes as { id: string; gone?: true }[];
    expect(told.find(({ id }) => id === last)).toMatchObject({ gone: true });
    expect(page.text).not.toContain(values[2]);
    expect(list.text).toContain(values[1]);
    expect(list.text).not.toContain(values[2]);
  });
});

describe('an administrator who is made a reader in the middle of the audit', () => {
  it('gets no further page', async () => {
    const { call, get, alice, wait } = await reading();
    const wanted = { name: 'second', role: 'admin' };
    const issued = await call('POST /v1/credentials', { token: alice.token, body: wanted });
    const second: TestMember = { id: alice.id, token: issued.body.token };
    const first = await get('/v1/audit?limit=1', second);
    const line = `PATCH /v1/credentials/${issued.body.id}`;
    await call(line, { token: alice.token, body: { role: 'reader' } });
    wait(feltSeconds);

    const next = await get('/v1/audit?limit=1', second);

    expect([first.status, next.status]).toEqual([200, 403]);
  });
});
