import { byOf } from '../core/by';
import { type GroupRole, type RosterChange, requireRule, withRosterChange } from '../core/group';
import type { HistoryLine } from '../core/group-history';
import { notFound } from '../core/problem';
import type { StoredGroup } from '../store/group-rows';
import type { GroupChange } from '../store/group-store';
import { type Asking, changeGroup } from './change-group';
import { placeIn, requireOwner } from './find-group';
import type { GroupDeps } from './group-deps';

type Deps = Pick<GroupDeps, 'groups' | 'repeats' | 'now'>;

export interface Subject {
  readonly groupId: string;
  readonly memberId: string;
}

/** An owner takes a member out, or a member leaves. A group keeps an owner. */
export async function removeMember(
  { groupId, memberId }: Subject,
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const isOwn = memberId === asking.caller.member.id;
  const decide = async (old: StoredGroup | undefined) => {
    const found = await placeIn(old, groupId, asking.caller, deps.groups);
    if (!isOwn) requireOwner(found);
    const { role } = isOwn ? found.place : await deps.groups.readPlace(groupId, memberId);
    if (!role) throw notFound();
    const event = isOwn ? 'group.left' : 'group.removed';
    return moved(found.group, { memberId, from: role, to: undefined }, { event }, asking, deps);
  };
  await changeGroup(groupId, asking, decide, deps);
}

/**
 * An owner makes a member an owner, or no owner any more; itself too, while another is left. Where the last one has
 * left the exchange, no member is raised above the others unasked: the operator names an owner among them.
 */
export async function setRole(
  { groupId, memberId, role }: Subject & { readonly role: GroupRole },
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const decide = async (old: StoredGroup | undefined) => {
    const group = isForOperator(old, asking) ? old : await ownedBy(old, groupId, asking, deps);
    const { role: from } = await deps.groups.readPlace(groupId, memberId);
    if (!from) throw notFound();
    if (from === role) return undefined;
    const event = { event: 'group.role_changed', role } as const;
    return moved(group, { memberId, from, to: role }, event, asking, deps);
  };
  await changeGroup(groupId, asking, decide, deps);
}

function isForOperator(group: StoredGroup | undefined, { caller }: Asking): group is StoredGroup {
  return caller.scopes.includes('operate') && group?.ownerCount === 0;
}

async function ownedBy(
  old: StoredGroup | undefined,
  groupId: string,
  { caller }: Asking,
  { groups }: Deps,
): Promise<StoredGroup> {
  const found = await placeIn(old, groupId, caller, groups);
  requireOwner(found);
  return found.group;
}

/** The change that takes a member from one place to another, by the rules that hold for every group. */
export function moved(
  group: StoredGroup,
  roster: RosterChange,
  event: Pick<HistoryLine, 'event' | 'role' | 'invitedBy'>,
  { caller }: Pick<Asking, 'caller'>,
  { now }: Pick<GroupDeps, 'now'>,
): GroupChange {
  const next = withRosterChange(group, roster, now());
  requireRule(group, next);
  return { next, roster, line: { ...event, memberId: roster.memberId, by: byOf(caller) } };
}
