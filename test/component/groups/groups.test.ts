import { communities } from '../../support/community';
import { ownGroup, ringOf } from '../../support/groups';

const { community } = communities();

const absent = '77';

describe('POST /v1/groups', () => {
  it('201: the maker owns it, and what was left out is shut', async () => {
    const world = await community();
    const { token } = world.carol;

    const made = await world.call('POST /v1/groups', { token, body: { name: 'Cloud' } });
    const mine = await world.call('GET /v1/groups', { token });
    const me = await world.call('GET /v1/me', { token });

    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Cloud', role: 'owner', memberCount: 1, ownerCount: 1, isListed: false },
    });
    expect(made.body).toMatchObject({ membersCanSee: false, membersCanUse: true, charter: '' });
    expect(mine.body.groups.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
    expect(me.body.audiences).toContain(`group:${made.body.id}`);
  });

  it('200 for a repeat under its key, 409 for another request under it', async () => {
    const world = await community();
    const call = { token: world.carol.token, headers: { 'idempotency-key': 'k1' } };
    const line = 'POST /v1/groups';

    const first = await world.call(line, { ...call, body: { name: 'One' } });
    const again = await world.call(line, { ...call, body: { name: 'One' } });
    const other = await world.call(line, { ...call, body: { name: 'Two' } });

    expect([first.status, again.status, other.status]).toEqual([201, 200, 409]);
    expect(again.body).toEqual(first.body);
    expect(other.body.code).toBe('idempotency.conflict');
  });

  it('makes an operator no member of what it makes', async () => {
    const world = await community();
    const { token } = world.operator;

    const made = await world.call('POST /v1/groups', { token, body: { name: 'Ops' } });
    const shown = await world.call(`GET /v1/groups/${made.body.id}`, { token });

    expect(made.body).not.toHaveProperty('role');
    expect(shown.status).toBe(404);
  });

  it.each([
    ['no name', {}, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['a name that is no text', { name: 'a\ud800' }, '/name'],
    ['a charter that is too long', { name: 'a', charter: 'x'.repeat(8193) }, '/charter'],
    ['a flag that is none', { name: 'a', membersCanSee: 'yes' }, '/membersCanSee'],
    ['a rule that is a list', { name: 'a', contributionRule: [] }, '/contributionRule'],
    [
      'a rule that is too long',
      { name: 'a', contributionRule: { a: 'x'.repeat(2048) } },
      '/contributionRule',
    ],
    ['members, who were not asked', { name: 'a', members: ['1'] }, '/members'],
  ])('400 for %s', async (_, body, pointer) => {
    const world = await community();

    const answer = await world.call('POST /v1/groups', { token: world.carol.token, body });

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });
});

describe('GET /v1/groups/{id}', () => {
  it('shows owners everything, members what they need, and strangers nothing', async () => {
    const { as, alice, bob, carol, operator, path } = await ringOf(await community(), {
      charter: 'Be kind.',
      contributionRule: { perWeek: 3 },
    });

    const owner = await as(alice)(`GET ${path}`);
    const member = await as(bob)(`GET ${path}`);
    const others = [await as(carol)(`GET ${path}`), await as(operator)(`GET ${path}`)];
    const nowhere = await as(carol)(`GET /v1/groups/${absent}`);

    expect(owner.body).toMatchObject({ role: 'owner', memberCount: 2, ownerCount: 1 });
    expect(member.body).toMatchObject({ role: 'member', charter: 'Be kind.' });
    expect(member.body.contributionRule).toEqual({ perWeek: 3 });
    expect(member.body).not.toHaveProperty('memberCount');
    expect(member.body).not.toHaveProperty('ownerCount');
    for (const other of others) expect(other).toMatchObject({ status: 404, text: nowhere.text });
  });
});

describe('GET /v1/groups/listed', () => {
  it('names listed groups to the community, and to nobody else', async () => {
    const world = await community();
    const { alice, carol, operator } = world;
    const open = await ownGroup(world, alice, { name: 'Open', isListed: true });
    await ownGroup(world, alice, { name: 'Shut' });

    const toCarol = await world.call('GET /v1/groups/listed', { token: carol.token });
    const toOperator = await world.call('GET /v1/groups/listed', { token: operator.token });
    const shown = await world.call(`GET /v1/groups/${open.id}`, { token: carol.token });

    expect(toCarol.body.groups.map(({ id }: { id: string }) => id)).toEqual([open.id]);
    expect(toCarol.body.groups[0]).not.toHaveProperty('memberCount');
    expect(toOperator.body).toEqual({ groups: [], next: null });
    expect(shown.body).not.toHaveProperty('role');
  });
});

describe('PATCH /v1/groups/{id}', () => {
  it('200 with the version that was read; 409 with one that is not', async () => {
    const { as, alice, path, ring } = await ringOf(await community());
    const { version } = ring;

    const first = await as(alice)(`PATCH ${path}`, { version, name: 'Circle', isListed: true });
    const stale = await as(alice)(`PATCH ${path}`, { version, name: 'Square' });

    expect(first).toMatchObject({ status: 200, body: { name: 'Circle', isListed: true } });
    expect(first.body.version).toBeGreaterThan(version);
    expect(stale).toMatchObject({
      status: 409,
      body: { code: 'group.version_stale', version: first.body.version },
    });
  });

  it('leaves the version where nothing changes, whoever joins meanwhile', async () => {
    const { as, alice, path, ring } = await ringOf(await community());

    const same = await as(alice)(`PATCH ${path}`, { version: ring.version, name: 'Ring' });

    expect(same).toMatchObject({ status: 200, body: { version: ring.version } });
  });

  it('answers a repeat under its key as before', async () => {
    const { call, alice, path, ring } = await ringOf(await community());
    const body = { version: ring.version, name: 'Circle' };
    const request = { token: alice.token, headers: { 'idempotency-key': 'k' }, body };

    const first = await call(`PATCH ${path}`, request);
    const again = await call(`PATCH ${path}`, request);

    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it('403 for a member, 404 as absent for a stranger, and nothing changes', async () => {
    const { as, alice, bob, carol, path, ring } = await ringOf(await community());
    const body = { version: ring.version, name: 'Mine' };

    const member = await as(bob)(`PATCH ${path}`, body);
    const stranger = await as(carol)(`PATCH ${path}`, body);
    const nowhere = await as(carol)(`PATCH /v1/groups/${absent}`, body);

    expect(member).toMatchObject({ status: 403, body: { code: 'group.not_owner' } });
    expect(stranger.text).toBe(nowhere.text);
    expect(stranger.status).toBe(404);
    expect((await as(alice)(`GET ${path}`)).body.name).toBe('Ring');
  });
});

describe('PUT /v1/groups/{id}/members', () => {
  it('200: sets who is in and who owns it, and an operator reads nothing there', async () => {
    const world = await community();
    const { operator, alice, bob, carol, group } = world;
    const path = `/v1/groups/${group.id}`;
    const asOperator = { token: operator.token };
    const body = { members: [bob.id, carol.id], owners: [carol.id] };

    const set = await world.call(`PUT ${path}/members`, { ...asOperator, body });
    const roster = await world.call(`GET ${path}/members`, { token: carol.token });
    const gone = await world.call(`GET ${path}`, { token: alice.token });
    world.wait(31);
    const feed = await world.call(`GET /v1/feeds/group:${group.id}`, asOperator);
    const peek = await world.call(`GET ${path}/members`, asOperator);

    expect(set.body).toEqual({ members: [bob.id, carol.id].sort(), owners: [carol.id] });
    expect(roster.body.members).toMatchObject(
      [bob, carol]
        .map(({ id }) => ({ id, role: id === carol.id ? 'owner' : 'member' }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect([gone.status, feed.status, peek.status]).toEqual([404, 404, 404]);
  });

  it('400 for an owner who is no member, or a member who is none', async () => {
    const { operator, alice, call, group } = await community();
    const line = `PUT /v1/groups/${group.id}/members`;
    const put = (body: object) => call(line, { token: operator.token, body });

    const foreign = await put({ members: [alice.id], owners: ['77'] });
    const nobody = await put({ members: [alice.id, '77'] });

    expect(foreign).toMatchObject({ status: 400, body: { pointer: '/owners/0' } });
    expect(nobody).toMatchObject({ status: 400, body: { pointer: '/members/1' } });
  });
});
