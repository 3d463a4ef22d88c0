import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { groupStore } from '../../../lambdas/store/group-store';
import { addMember, type Community, communities, type TestMember } from '../../support/community';
import { join, ownGroup, ringOf } from '../../support/groups';

const { community, sharedClient } = communities();

type Ring = Awaited<ReturnType<typeof ringOf>>;

/** The counts of a group are those of the members' own records, whatever raced. */
async function expectConsistent({ tables, ring }: Ring, members: readonly TestMember[]) {
  const groups = groupStore(sharedClient(), tables.directory);
  const places = await Promise.all(members.map(({ id }) => groups.readPlace(ring.id, id)));
  const roles = places.flatMap(({ role }) => role ?? []);
  const group = await groups.readGroup(ring.id);
  expect(group?.memberCount).toBe(roles.length);
  expect(group?.ownerCount).toBe(roles.filter((role) => role === 'owner').length);
  for (const { id } of members) {
    const { groupCount } = await groups.readCandidate(id);
    expect(groupCount).toBe((await groups.readMemberships(id)).length);
  }
  return roles;
}

function statuses(answers: readonly { readonly status: number }[]): number[] {
  return answers.map(({ status }) => status).sort();
}

/** As if so many were in: a thousand members take longer to make than a test may. */
async function pretendMembers({ tables }: Community, groupId: string, count: number) {
  await sharedClient().send(
    new UpdateCommand({
      TableName: tables.directory,
      Key: { pk: `group/${groupId}`, sk: 'profile' },
      UpdateExpression: 'SET memberCount = :count',
      ExpressionAttributeValues: { ':count': count },
    }),
  );
}

describe('at once', () => {
  it('two owners leave: one goes, and the group keeps the other', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, path } = world;
    await as(alice)(`PATCH ${path}/members/${bob.id}`, { role: 'owner' });

    const left = await Promise.all(
      [alice, bob].map((one) => as(one)(`DELETE ${path}/members/${one.id}`)),
    );

    expect(statuses(left)).toEqual([204, 409]);
    expect(await expectConsistent(world, [alice, bob])).toEqual(['owner']);
  });

  it('two owners remove each other: one stays', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, path } = world;
    await as(alice)(`PATCH ${path}/members/${bob.id}`, { role: 'owner' });

    const removed = await Promise.all([
      as(alice)(`DELETE ${path}/members/${bob.id}`),
      as(bob)(`DELETE ${path}/members/${alice.id}`),
    ]);

    expect(statuses(removed)).toEqual([204, 404]);
    expect(await expectConsistent(world, [alice, bob])).toEqual(['owner']);
  });

  it('one invitation is accepted twice: one membership', async () => {
    const world = await ringOf(await community());
    const { as, alice, carol, path, ring } = world;
    await as(alice)(`POST ${path}/invitations`, { memberId: carol.id });
    const accept = `POST /v1/me/invitations/${ring.id}/accept`;

    const accepted = await Promise.all([as(carol)(accept), as(carol)(accept), as(carol)(accept)]);
    const { lines } = (await as(alice)(`GET ${path}/history`)).body;

    expect(statuses(accepted)).toEqual([204, 204, 204]);
    expect(
      lines.filter(({ memberId }: { memberId: string }) => memberId === carol.id),
    ).toHaveLength(1);
    await expectConsistent(world, [alice, carol, world.bob]);
  });

  it('a member is accepted, removed and invited: in or out, and never half', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, carol, path, ring } = world;
    await as(alice)(`PATCH ${path}/members/${bob.id}`, { role: 'owner' });
    await as(alice)(`POST ${path}/invitations`, { memberId: carol.id });

    for (let round = 0; round < 5; round++) {
      await Promise.all([
        as(carol)(`POST /v1/me/invitations/${ring.id}/accept`),
        as(alice)(`DELETE ${path}/members/${carol.id}`),
        as(bob)(`POST ${path}/invitations`, { memberId: carol.id }),
      ]);
      await expectConsistent(world, [alice, bob, carol]);
    }
  });

  it('an owner who is being dismissed invites: not after it was dismissed', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, carol, path } = world;
    await as(alice)(`PATCH ${path}/members/${bob.id}`, { role: 'owner' });

    const [dismissed, invited] = await Promise.all([
      as(alice)(`PATCH ${path}/members/${bob.id}`, { role: 'member' }),
      as(bob)(`POST ${path}/invitations`, { memberId: carol.id }),
    ]);
    const late = await as(bob)(`POST ${path}/invitations`, { memberId: world.dave.id });
    const waiting = (await as(alice)(`GET ${path}/invitations`)).body.invitations;

    expect([dismissed.status, late.status]).toEqual([204, 403]);
    expect(waiting).toHaveLength(invited.status === 204 ? 1 : 0);
  });

  it('ten join: ten are in, each with a line and a version of its own', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, operator, path, ring } = world;
    const ten = await Promise.all(
      Array.from({ length: 10 }, (_, at) => addMember(world, operator.token, `Number ${at}`)),
    );
    for (const { id } of ten) await as(alice)(`POST ${path}/invitations`, { memberId: id });

    const joined = await Promise.all(
      ten.map((one) => as(one)(`POST /v1/me/invitations/${ring.id}/accept`)),
    );
    const again = joined.flatMap(({ status }, at) => (status === 503 ? [ten[at]] : []));
    for (const one of again) {
      if (one) await as(one)(`POST /v1/me/invitations/${ring.id}/accept`);
    }
    const { lines } = (await as(alice)(`GET ${path}/history`)).body;

    expect(await expectConsistent(world, [alice, bob, ...ten])).toHaveLength(12);
    expect(new Set(lines.map(({ version }: { version: number }) => version)).size).toBe(12);
  });

  it('one place is left and two are approved: one is in', async () => {
    const world = await ringOf(await community(), { isListed: true });
    const { as, alice, carol, dave, path, ring } = world;
    for (const one of [carol, dave]) await as(one)(`POST ${path}/requests`, {});
    await pretendMembers(world, ring.id, 999);

    const approved = await Promise.all(
      [carol, dave].map(({ id }) => as(alice)(`POST ${path}/requests/${id}/approve`)),
    );
    const invited = await as(alice)(`POST ${path}/invitations`, { memberId: '77' });

    expect(statuses(approved)).toEqual([204, 409]);
    expect(invited).toMatchObject({ status: 409, body: { code: 'group.full' } });
    expect((await as(alice)(`GET ${path}`)).body.memberCount).toBe(1000);
  });

  it('a full group does not tell the invited that it is full', async () => {
    const world = await ringOf(await community());
    const { as, alice, carol, path, ring } = world;
    await as(alice)(`POST ${path}/invitations`, { memberId: carol.id });
    await pretendMembers(world, ring.id, 1000);

    const full = await as(carol)(`POST /v1/me/invitations/${ring.id}/accept`);
    const nowhere = await as(carol)('POST /v1/me/invitations/77/accept');

    expect([full.status, full.text]).toEqual([404, nowhere.text]);
  });

  it('a member of 49 groups accepts two: it is in 50', async () => {
    const world = await community();
    const { alice, bob, carol, call } = world;
    for (let at = 0; at < 49; at++) await ownGroup(world, carol, { name: `G${at}` });
    const two = [await ownGroup(world, alice), await ownGroup(world, bob)];
    for (const [at, { id }] of two.entries()) {
      const { token } = at === 0 ? alice : bob;
      await call(`POST /v1/groups/${id}/invitations`, { token, body: { memberId: carol.id } });
    }

    const { token } = carol;
    const accepted = await Promise.all(
      two.map(({ id }) => call(`POST /v1/me/invitations/${id}/accept`, { token })),
    );

    expect(statuses(accepted)).toEqual([204, 400]);
    expect((await call('GET /v1/groups', { token })).body.groups).toHaveLength(50);
  });

  it('an owner changes flags while another joins: both hold, and the roster has another version', async () => {
    const world = await ringOf(await community());
    const { as, alice, carol, path, ring, tables } = world;
    const groups = groupStore(sharedClient(), tables.directory);
    const before = await groups.readGroup(ring.id);

    const [patched] = await Promise.all([
      as(alice)(`PATCH ${path}`, { version: ring.version, membersCanSee: true }),
      join(world, ring.id, alice, carol),
    ]);
    const after = await groups.readGroup(ring.id);

    expect(patched.status).toBe(200);
    expect(after).toMatchObject({ memberCount: 3, membersCanSee: true });
    expect(after?.rosterVersion).toBeGreaterThan(before?.rosterVersion ?? 0);
  });
});
