import type { Caller } from '../core/caller';
import { limits } from '../core/descriptor';
import { notFound } from '../core/problem';
import { isoTime } from '../core/time';
import type { StoredGroup } from '../store/group-rows';
import { type Asking, changeGroup } from './change-group';
import { requireRoom } from './create-group';
import type { GroupDeps } from './group-deps';
import { moved } from './move-member';

type Deps = Pick<GroupDeps, 'groups' | 'repeats' | 'now'>;

/** The invited member's half of a consent: with it the member is in. */
export async function acceptInvitation(groupId: string, asking: Asking, deps: Deps): Promise<void> {
  const { caller } = asking;
  const memberId = caller.member.id;
  const decide = async (group: StoredGroup | undefined) => {
    const { role, invitation } = await deps.groups.readPlace(groupId, memberId);
    if (group && role) return undefined;
    if (!group || !invitation) throw notFound();
    await requireRoom(caller, deps);
    // An operator has filled the place that was kept: how many are in is not for the invited to know.
    if (group.memberCount >= limits.membersOfGroup) throw notFound();
    const event = { event: 'group.joined', invitedBy: invitation.by.member } as const;
    const change = { memberId, from: undefined, to: 'member' } as const;
    return { ...moved(group, change, event, asking, deps), takes: invitation };
  };
  await changeGroup(groupId, asking, decide, deps);
}

export async function declineInvitation(
  groupId: string,
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const decide = async (group: StoredGroup | undefined) => {
    const { invitation } = await deps.groups.readPlace(groupId, asking.caller.member.id);
    if (!group || !invitation) throw notFound();
    return { next: group, takes: invitation };
  };
  await changeGroup(groupId, asking, decide, deps);
}

/** The groups that have invited the caller; by whom is told once the caller is in, where the roster may be seen. */
export async function listMyInvitations(
  after: string | undefined,
  { member }: Caller,
  { groups, lists }: Pick<GroupDeps, 'groups' | 'lists'>,
) {
  const { items, next } = await lists.listInvitations(member.id, after);
  const found = await groups.readGroups(items.map(({ groupId }) => groupId));
  const byId = new Map(found.map((group) => [group.id, group]));
  const invitations = items.flatMap(({ groupId, at, message }) => {
    const { name, description } = byId.get(groupId) ?? {};
    const group = { id: groupId, name: name ?? '', description: description ?? '' };
    return byId.has(groupId) ? [{ group, invitedAt: isoTime(at), message }] : [];
  });
  return { invitations: invitations.sort((a, b) => (a.group.id < b.group.id ? -1 : 1)), next };
}
