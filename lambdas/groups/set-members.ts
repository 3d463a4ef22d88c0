import { actorOf, type Caller } from '../core/caller';
import { limits } from '../core/descriptor';
import { type RosterChange, withRosterChange } from '../core/group';
import { everMembers } from '../core/group-history';
import { DomainError, notFound } from '../core/problem';
import { changeGroup } from './change-group';
import type { GroupDeps } from './group-deps';

type Deps = Pick<GroupDeps, 'groups' | 'now'>;

/**
 * Makes the list the whole membership of a group. Everybody who ever was in it is looked at, by their own
 * records: the roster's index may lag, and must never be the reason that somebody stays.
 */
export async function setGroupMembers(
  groupId: string,
  wanted: readonly string[],
  operator: Caller,
  deps: Deps,
): Promise<{ members: string[] }> {
  const { groups } = deps;
  if (!(await groups.readGroup(groupId))) throw notFound();
  const members = [...new Set(wanted)].sort();
  await Promise.all(members.map((id) => requireRoom(id, wanted.indexOf(id), groupId, deps)));
  const known = everMembers(await groups.readHistory(groupId));
  const leaving = [...known].filter((id) => !members.includes(id));
  for (const id of leaving) await setMembership(groupId, id, false, operator, deps);
  for (const id of members) await setMembership(groupId, id, true, operator, deps);
  return { members };
}

async function setMembership(
  groupId: string,
  memberId: string,
  isWanted: boolean,
  operator: Caller,
  { groups, now }: Deps,
): Promise<void> {
  await changeGroup(
    groupId,
    async (group) => {
      if (!group) throw notFound();
      const from = (await groups.readRoles(groupId, [memberId])).get(memberId);
      if ((from !== undefined) === isWanted) return undefined;
      if (isWanted) await requireRoom(memberId, 0, groupId, { groups });
      const roster: RosterChange = { memberId, from, to: isWanted ? 'member' : undefined };
      const event = isWanted ? 'group.joined' : 'group.removed';
      const line = { event, memberId, by: actorOf(operator) } as const;
      return { next: withRosterChange(group, roster, now()), roster, line };
    },
    groups,
  );
}

async function requireRoom(
  memberId: string,
  at: number,
  groupId: string,
  { groups }: Pick<GroupDeps, 'groups'>,
): Promise<void> {
  const pointer = `/members/${at}`;
  const { isEligible, groupCount } = await groups.readCandidate(memberId);
  if (!isEligible) throw new DomainError('field.invalid', 'There is no such member.', { pointer });
  if (groupCount < limits.groupsOfMember) return;
  const isIn = (await groups.readRoles(groupId, [memberId])).has(memberId);
  if (isIn) return;
  const detail = `A member is in at most ${limits.groupsOfMember} groups, and this one is.`;
  throw new DomainError('member.too_many_groups', detail, { pointer });
}
