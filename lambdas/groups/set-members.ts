import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { limits } from '../core/descriptor';
import { type GroupRole, withRosterChange } from '../core/group';
import { everMembers, type GroupEvent } from '../core/group-history';
import { DomainError, notFound } from '../core/problem';
import { changeGroup } from './change-group';
import type { GroupDeps } from './group-deps';

type Deps = Pick<GroupDeps, 'groups' | 'lists' | 'repeats' | 'now'>;

export interface WholeRoster {
  readonly members: readonly string[];
  /** Left out, everybody keeps the role that he has. */
  readonly owners?: readonly string[] | undefined;
}

/**
 * Makes the list the whole membership of a group, without anybody's consent: for operators. Everybody who ever was
 * in it is looked at, by their own records: the roster's index may lag, and must never be the reason that somebody
 * stays. It may leave a group without an owner.
 */
export async function setGroupMembers(
  groupId: string,
  { members: wanted, owners }: WholeRoster,
  operator: Caller,
  deps: Deps,
): Promise<{ members: string[]; owners?: string[] }> {
  const { groups, lists } = deps;
  if (!(await groups.readGroup(groupId))) throw notFound();
  const members = [...new Set(wanted)].sort();
  requireAmong(owners ?? [], members);
  await Promise.all(members.map((id) => requireRoom(id, wanted.indexOf(id), groupId, deps)));
  const known = everMembers(await lists.readHistory(groupId));
  const leaving = [...known].filter((id) => !members.includes(id));
  for (const id of leaving) await place(groupId, id, () => undefined, operator, deps);
  for (const id of members) {
    const asNamed = owners && (owners.includes(id) ? 'owner' : 'member');
    await place(groupId, id, (role) => asNamed ?? role ?? 'member', operator, deps);
  }
  return { members, ...(owners ? { owners: [...new Set(owners)].sort() } : {}) };
}

async function place(
  groupId: string,
  memberId: string,
  roleAfter: (role: GroupRole | undefined) => GroupRole | undefined,
  operator: Caller,
  deps: Deps,
): Promise<void> {
  await changeGroup(
    groupId,
    { caller: operator, idempotency: undefined },
    async (group) => {
      if (!group) throw notFound();
      const { role: from } = await deps.groups.readPlace(groupId, memberId);
      const to = roleAfter(from);
      if (to === from) return undefined;
      if (!from) await requireRoom(memberId, 0, groupId, deps);
      const roster = { memberId, from, to };
      const line = { event: eventOf(from, to), memberId, by: byOf(operator) };
      const next = withRosterChange(group, roster, deps.now());
      return { next, roster, line: to ? { ...line, role: to } : line };
    },
    deps,
  );
}

function eventOf(from: GroupRole | undefined, to: GroupRole | undefined): GroupEvent {
  if (!from) return 'group.joined';
  return to ? 'group.role_changed' : 'group.removed';
}

function requireAmong(owners: readonly string[], members: readonly string[]): void {
  const at = owners.findIndex((id) => !members.includes(id));
  if (at < 0) return;
  throw new DomainError('field.invalid', 'An owner is one of the members.', {
    pointer: `/owners/${at}`,
  });
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
  const { role } = await groups.readPlace(groupId, memberId);
  if (role) return;
  const detail = `A member is in at most ${limits.groupsOfMember} groups, and this one is.`;
  throw new DomainError('member.too_many_groups', detail, { pointer });
}
