import { addMember, type Community, type TestMember } from './community';

/** A privacy group of a member's own making, as its owner was answered. */
export async function ownGroup(
  { call }: Pick<Community, 'call'>,
  owner: TestMember,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly id: string; readonly version: number }> {
  const body = { name: 'Ring', ...fields };
  const { status, body: group } = await call('POST /v1/groups', { token: owner.token, body });
  if (status !== 201) throw new Error(`a group could not be made: ${status}`);
  return group;
}

/** Both halves of a consent. */
export async function join(
  { call }: Pick<Community, 'call'>,
  groupId: string,
  owner: TestMember,
  member: TestMember,
): Promise<void> {
  const invite = { token: owner.token, body: { memberId: member.id } };
  const invited = await call(`POST /v1/groups/${groupId}/invitations`, invite);
  const path = `/v1/me/invitations/${groupId}/accept`;
  const accepted = await call(`POST ${path}`, { token: member.token });
  if (invited.status !== 204 || accepted.status !== 204) throw new Error('nobody joined');
}

/** A group of alice with bob in it; carol and dave are outside. */
export async function ringOf(world: Community, fields: Readonly<Record<string, unknown>> = {}) {
  const { alice, bob, operator } = world;
  const dave = await addMember(world, operator.token, 'Dave Data');
  const ring = await ownGroup(world, alice, fields);
  await join(world, ring.id, alice, bob);
  const as = (member: TestMember) => (line: string, body?: unknown) =>
    world.call(line, { token: member.token, ...(body === undefined ? {} : { body }) });
  return { ...world, dave, ring, path: `/v1/groups/${ring.id}`, as };
}
