import { addMember, communities, type TestMember } from '../../support/community';
import { join, ownGroup } from '../../support/groups';
import { setState } from '../../support/sharing-worlds';

const { community } = communities();

const evil = { value: 'evil.example', status: 'MALICIOUS' };

/** A community with an open group: alice and bob are in it and see who is. */
async function planning() {
  const world = await community();
  const { call, operator, alice, bob } = world;
  async function setGroup(groupId: string, members: readonly string[]) {
    const path = `PUT /v1/groups/${groupId}/members`;
    await call(path, { token: operator.token, body: { members } });
  }
  async function openGroup(members: readonly string[]): Promise<{ readonly id: string }> {
    const body = { name: 'Open', membersCanSee: true, membersCanUse: true };
    const made = await call('POST /v1/groups', { token: operator.token, body });
    await setGroup(made.body.id, members);
    return made.body;
  }
  return {
    ...world,
    ...{ setGroup, openGroup, group: await openGroup([alice.id, bob.id]) },
    admit: (name: string, organisationClass = 'company') =>
      addMember(world, operator.token, name, organisationClass),
    plan: (member: TestMember, ...descriptors: readonly object[]) =>
      call('POST /v1/share-plans', { token: member.token, body: { descriptors } }),
    publish: (member: TestMember, body: object, headers: Record<string, string> = {}) =>
      call('POST /v1/descriptors', { token: member.token, body, headers }),
    setState: (member: TestMember, state: 'active' | 'suspended') => setState(world, member, state),
  };
}

describe('POST /v1/share-plans', () => {
  it('tells who would see each draft, and writes nothing that anybody else can see', async () => {
    const { plan, call, index, alice, bob, carol, group } = await planning();
    const shared = { ...evil, audience: { groups: [group.id], members: [carol.id] } };

    const planned = await plan(alice, { ...evil, audience: { community: true } }, shared);
    await index();

    const audiences = [
      { audience: 'community', count: 2, members: [], more: true },
      { audience: `group:${group.id}`, count: 1, members: [{ id: bob.id, name: 'Bob Bank' }] },
      { audience: `member:${carol.id}`, count: 1, members: [{ id: carol.id }], more: false },
    ];
    expect(planned).toMatchObject({ status: 201, body: { audiences } });
    expect(planned.body.results).toMatchObject([
      { audiences: ['community'], recipients: { count: 2, atLeast: false } },
      { recipients: { count: 2, atLeast: false }, findings: [], knownGood: [] },
    ]);
    expect(planned.text).not.toContain('Carol Cloud');
    const found = await call('GET /v1/indicators?value=evil.example', { token: alice.token });
    expect(found.status).toBe(404);
  });

  it('counts one who is in two audiences once, and oneself never', async () => {
    const { plan, alice, bob, group } = await planning();
    const audience = { community: true, groups: [group.id], members: [bob.id] };

    const { body } = await plan(alice, { ...evil, audience }, { ...evil, audience: {} });

    expect(body.results).toMatchObject([
      { recipients: { count: 2 } },
      { audiences: [], recipients: { count: 0, atLeast: false } },
    ]);
  });

  it('judges each draft alone: TLP, what reads as no indicator, what may not be addressed', async () => {
    const { plan, alice, carol } = await planning();
    const community = { audience: { community: true } };
    const stranger = { ...evil, audience: { groups: ['4611686018427387904'] } };

    const { body } = await plan(
      ...[alice, { ...evil, ...community, tlp: 'RED' }, { ...evil, ...community, tlp: 'GREEN' }],
      ...[
        { ...evil, ...community, tlp: 'AMBER+STRICT' },
        { ...evil, ...community, value: 'no' },
      ],
      ...[stranger, { value: 7 }],
      { ...evil, tlp: 'RED', audience: { members: [carol.id] } },
    );

    expect(body.results).toMatchObject([
      { tlp: { tlp: 'RED', verdict: 'refused', detail: expect.any(String) } },
      { tlp: { verdict: 'allowed' } },
      { tlp: { verdict: 'warned' } },
      { status: 400, problem: { code: 'indicator.refused', pointer: '/value' } },
      { status: 400, problem: { code: 'audience.unusable', pointer: '/audience' } },
      { status: 400, problem: { code: 'field.invalid', pointer: '/value' } },
      { tlp: { verdict: 'allowed' } },
    ]);
  });

  it('names what a draft says again: the own descriptor, and others that its writer sees', async () => {
    const { plan, publish, index, alice, bob, carol, group } = await planning();
    const community = { audience: { community: true } };
    const own = await publish(alice, { ...evil, audience: {} });
    const shared = await publish(bob, { ...evil, ...community });
    await publish(carol, { ...evil, audience: {} });
    await index();

    const seenByAlice = await plan(...[alice, { ...evil, audience: { groups: [group.id] } }], {
      ...evil,
      value: 'new.example',
      ...community,
    });
    const seenByCarol = await plan(carol, { ...evil, ...community });

    const { id, version } = own.body;
    const opinions = [shared.body.id];
    expect(seenByAlice.body.results).toMatchObject([
      { duplicates: { own: { id, version }, opinions, more: false } },
      { duplicates: { own: null, opinions: [], more: false } },
    ]);
    expect(seenByCarol.body.results[0].duplicates).toMatchObject({ opinions });
  });

  it('tells of a group that hides its roster nothing but that it does, except to its owners', async () => {
    const { plan, publish, admit, call, alice, bob, carol, group } = await planning();
    const shut = await ownGroup({ call }, alice, { membersCanSee: false });
    await join({ call }, shut.id, alice, bob);
    await join({ call }, shut.id, alice, carol);
    const audience = { groups: [shut.id, group.id] };

    const member = await plan(bob, { ...evil, audience });
    const owner = await plan(alice, { ...evil, audience });
    await join({ call }, shut.id, alice, await admit('Dave Data'));
    const { planId } = member.body;
    const unnoticed = await publish(bob, { ...evil, audience, planId });
    const noticed = await publish(alice, { ...evil, audience, planId: owner.body.planId });

    const hidden = { audience: `group:${shut.id}`, count: null, members: [], more: true };
    expect(member.body.audiences).toContainEqual(hidden);
    expect(member.body.results[0].recipients).toEqual({ count: 1, atLeast: true });
    expect(owner.body.results[0].recipients).toEqual({ count: 2, atLeast: false });
    expect(unnoticed.status).toBe(201);
    expect(noticed).toMatchObject({ status: 409, body: { joined: { count: 1 } } });
  });

  it.each([
    ['no drafts', { descriptors: [] }, '/descriptors'],
    ['too many drafts', { descriptors: Array(101).fill({}) }, '/descriptors'],
    ['no list', {}, '/descriptors'],
    ['a stray field', { descriptors: [{}], planId: '1' }, '/planId'],
  ])('refuses %s', async (_, body, pointer) => {
    const { call, alice } = await planning();

    const answer = await call('POST /v1/share-plans', { token: alice.token, body });

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });
});

describe('POST /v1/descriptors with a planId', () => {
  const toCommunity = { ...evil, audience: { community: true } };

  it('publishes while nobody has joined', async () => {
    const { plan, publish, alice } = await planning();
    const { planId } = (await plan(alice, toCommunity)).body;

    const published = await publish(alice, { ...toCommunity, planId });

    expect(published.status).toBe(201);
  });

  it('is 409 with the difference when somebody has joined, and nothing is stored', async () => {
    const { plan, publish, admit, setGroup, call, ...world } = await planning();
    const { alice, bob, carol, group } = world;
    const draft = { ...evil, audience: { community: true, groups: [group.id] } };
    const { planId } = (await plan(alice, draft)).body;
    await setGroup(group.id, [alice.id, bob.id, carol.id]);
    await admit('Dave Data');

    const { status, body } = await publish(alice, { ...draft, planId });

    const members = [{ id: carol.id, name: 'Carol Cloud' }];
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'plan.stale', pointer: '/planId' });
    expect(body.joined).toEqual({ count: 2, members, more: true });
    const own = await call('GET /v1/indicators?value=evil.example', { token: alice.token });
    expect(own.status).toBe(404);
  });

  it('is not kept from publishing by who has left, was suspended, or joined what it does not name', async () => {
    const { plan, publish, setState, setGroup, openGroup, ...world } = await planning();
    const { alice, bob, carol, group } = world;
    const other = await openGroup([alice.id]);
    const draft = { ...evil, audience: { groups: [group.id] } };
    const both = { ...evil, audience: { groups: [group.id, other.id] } };
    const { planId } = (await plan(alice, draft, both)).body;
    await setGroup(group.id, [alice.id]);
    await setState(carol, 'suspended');
    await setGroup(other.id, [alice.id, bob.id]);

    const left = await publish(alice, { ...draft, planId });
    const joined = await publish(alice, { ...both, planId });

    expect(left.status).toBe(201);
    expect(joined).toMatchObject({ status: 409, body: { joined: { count: 1 } } });
  });

  it('is 409 when a member who was suspended is back', async () => {
    const { plan, publish, setState, alice, carol } = await planning();
    await setState(carol, 'suspended');
    const { planId } = (await plan(alice, toCommunity)).body;
    await setState(carol, 'active');

    const answer = await publish(alice, { ...toCommunity, planId });

    const joined = { count: 1, members: [], more: true };
    expect(answer).toMatchObject({ status: 409, body: { code: 'plan.stale', joined } });
  });

  it('is 409 when a policy has admitted others to the community', async () => {
    const { plan, publish, admit, call, wait, operator, alice } = await planning();
    await admit('Ministry', 'government');
    const planned = (await plan(alice, toCommunity)).body;
    const { token } = operator;
    const { body: rules } = await call('GET /v1/policy', { token });
    const eligibleClasses = ['company', 'government'];
    const body = { ...rules, community: { eligibleClasses }, reason: 'they are wanted' };
    expect((await call('PUT /v1/policy', { token, body })).status).toBe(200);
    wait(20);

    const answer = await publish(alice, { ...toCommunity, planId: planned.planId });

    expect(planned.audiences).toMatchObject([{ audience: 'community', count: 2 }]);
    expect(answer).toMatchObject({ status: 409, body: { joined: { count: 1 } } });
  });

  it('knows no plan of others, none that is over and none that never was: one answer', async () => {
    const { plan, publish, wait, alice, bob } = await planning();
    const { planId, expiresAt } = (await plan(alice, toCommunity)).body;

    const others = await publish(bob, { ...toCommunity, planId });
    const absent = await publish(bob, { ...toCommunity, planId: '4611686018427387904' });
    wait(3600);
    const over = await publish(alice, { ...toCommunity, planId });

    expect(Date.parse(expiresAt)).toBeGreaterThan(0);
    expect(others).toMatchObject({ status: 400, body: { code: 'plan.unusable' } });
    expect(absent.text).toBe(others.text);
    expect(over.text).toBe(others.text);
  });

  it('is for the audiences that it showed: fewer are fine, another is refused', async () => {
    const { plan, publish, alice, bob, carol, group } = await planning();
    const audience = { groups: [group.id], members: [carol.id] };
    const { planId } = (await plan(alice, { ...evil, audience })).body;

    const fewer = await publish(alice, { ...evil, audience: { members: [carol.id] }, planId });
    const onlyMe = await publish(alice, { ...evil, audience: {}, planId });
    const another = await publish(alice, { ...evil, audience: { members: [bob.id] }, planId });

    expect([fewer.status, onlyMe.status]).toEqual([201, 200]);
    expect(another).toMatchObject({
      ...{ status: 400, body: { code: 'plan.audience', pointer: '/audience' } },
    });
  });

  it('answers a repeat as it was answered, though somebody has joined since', async () => {
    const { plan, publish, admit, alice } = await planning();
    const { planId } = (await plan(alice, toCommunity)).body;
    const headers = { 'idempotency-key': 'once' };
    const first = await publish(alice, { ...toCommunity, planId }, headers);
    await admit('Dave Data');

    const again = await publish(alice, { ...toCommunity, planId }, headers);
    const anew = await publish(alice, { ...toCommunity, planId });

    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(anew.status).toBe(409);
  });

  it('holds each item of a batch against the plan', async () => {
    const { plan, call, setGroup, alice, bob, carol, group } = await planning();
    const toGroup = { ...evil, audience: { groups: [group.id] } };
    const toBob = { ...evil, value: 'b.example', audience: { members: [bob.id] } };
    const toCarol = { ...evil, value: 'c.example', audience: { members: [carol.id] } };
    const { planId } = (await plan(alice, toGroup, toBob)).body;
    await setGroup(group.id, [alice.id, bob.id, carol.id]);
    const publish = (body: object) =>
      call('POST /v1/descriptors/batch', { token: alice.token, body });

    const mixed = await publish({ descriptors: [toGroup, toBob, toCarol], planId });
    const unknown = await publish({ descriptors: [toBob], planId: '4611686018427387904' });
    const within = await publish({ descriptors: [{ ...toBob, planId }] });

    expect(mixed.body.results).toMatchObject([
      { status: 409, problem: { code: 'plan.stale', joined: { count: 1 } } },
      { status: 201 },
      { status: 400, problem: { code: 'plan.audience' } },
    ]);
    expect(unknown.body.results).toMatchObject([{ problem: { code: 'plan.unusable' } }]);
    expect(within.body.results).toMatchObject([
      { problem: { code: 'field.invalid', pointer: '/planId' } },
    ]);
  });
});

describe('PATCH /v1/descriptors/{id} with a planId', () => {
  it('widens while nobody has joined, and is 409 with the difference when somebody has', async () => {
    const { plan, publish, admit, call, setGroup, alice, bob, carol, group } = await planning();
    const token = alice.token;
    const { id, version } = (await publish(alice, { ...evil, audience: {} })).body;
    const audience = { community: true, groups: [group.id] } as const;
    const patch = (body: object) => call(`PATCH /v1/descriptors/${id}`, { token, body });
    const { planId } = (await plan(alice, { ...evil, audience })).body;

    const unshown = await patch({ version, planId, audience: { members: [carol.id] } });
    const done = await patch({ version, planId, audience: { community: true } });
    await setGroup(group.id, [alice.id, bob.id, carol.id]);
    await admit('Dave Data');
    const stale = await patch({ version: done.body.version, planId, audience });

    expect(unshown).toMatchObject({ status: 400, body: { code: 'plan.audience' } });
    expect(done.status).toBe(200);
    const members = [{ id: carol.id, name: 'Carol Cloud' }];
    expect(stale).toMatchObject({ status: 409, body: { code: 'plan.stale', joined: { members } } });
    const { body } = await call(`GET /v1/descriptors/${id}`, { token });
    expect(body).toMatchObject({ version: done.body.version, audience: { community: true } });
    expect(body.audience.groups ?? []).toEqual([]);
  });
});
