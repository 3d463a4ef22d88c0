import { communities } from '../../support/community';
import { departing } from '../../support/departures';

const { community } = communities();

/** A group of Dora, who owns it, and of Bob and Carol; Dora leaves the exchange. */
async function orphaned() {
  const world = await departing(await community());
  const { call, dora, bob, carol, operator, ring } = world;
  const line = `/v1/groups/${ring.id}`;
  const roster = { members: [dora.id, bob.id, carol.id], owners: [dora.id] };
  await call(`PUT ${line}/members`, { token: operator.token, body: roster });
  await call(`PATCH ${line}`, {
    token: dora.token,
    body: {
      version: (await call(`GET ${line}`, { token: dora.token })).body.version,
      membersCanSee: true,
    },
  });
  const before = (await world.standing()).ownerless;
  await call('POST /v1/me/withdrawal', { token: dora.token, body: { memberId: dora.id } });
  await world.sweepToTheEnd();
  world.wait(31);
  const appoint = (memberId: string, token: string) =>
    call(`PATCH ${line}/members/${memberId}`, { token, body: { role: 'owner' } });
  return { ...world, line, before, appoint };
}

describe('a privacy group whose last owner has left the exchange', () => {
  it('goes on without one, which its members and the operator are told', async () => {
    const { call, bob, line, before, standing, ring, operator } = await orphaned();

    const seen = await call(`GET ${line}`, { token: bob.token });

    expect(seen.body).toMatchObject({ role: 'member', memberCount: 2, ownerCount: 0 });
    expect([before, (await standing()).ownerless]).toEqual([[], [ring.id]]);
    expect((await call(`GET ${line}`, { token: operator.token })).status).toBe(404);
  });

  it('gets one of its members for an owner by the operator alone, and only while it has none', async () => {
    const { bob, carol, alice, operator, appoint, standing, call, line } = await orphaned();

    const byMember = await appoint(bob.id, bob.token);
    const ofStranger = await appoint(alice.id, operator.token);
    const done = await appoint(bob.id, operator.token);
    const again = await appoint(carol.id, operator.token);
    const { ownerless } = await standing();
    const byOwner = await appoint(carol.id, bob.token);

    expect([byMember.status, ofStranger.status]).toEqual([403, 404]);
    expect([done.status, again.status, byOwner.status]).toEqual([204, 404, 204]);
    expect(ownerless).toEqual([]);
    const { body } = await call(`GET ${line}/history`, { token: bob.token });
    expect(JSON.stringify(body)).toContain('group.role_changed');
  });
});
