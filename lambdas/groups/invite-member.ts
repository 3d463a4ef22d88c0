import { byOf } from '../core/by';
import { limits } from '../core/descriptor';
import { groupLimits } from '../core/group';
import { DomainError, notFound } from '../core/problem';
import { isoTime } from '../core/time';
import type { StoredGroup } from '../store/group-rows';
import { type Asking, changeGroup } from './change-group';
import { findGroup, placeIn, requireOwner } from './find-group';
import type { GroupDeps } from './group-deps';
import type { Subject } from './move-member';

type Deps = Pick<GroupDeps, 'groups' | 'repeats' | 'now'>;

/**
 * The group's half of a consent. It is kept whether there is such a member or not: who invites learns nothing.
 * Each keeps a place free, so that who accepts is not told that the group is full.
 */
export async function inviteMember(
  { groupId, memberId, message }: Subject & { readonly message: string },
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const { groups, now } = deps;
  const decide = async (old: StoredGroup | undefined) => {
    const found = await placeIn(old, groupId, asking.caller, groups);
    requireOwner(found);
    const { role, invitation } = await groups.readPlace(groupId, memberId);
    if (role) throw alreadyIn();
    if (invitation) return undefined;
    await requirePlaceFree(found.group, groups);
    const by = byOf(asking.caller);
    const adds = { kind: 'invitation', groupId, memberId, by, at: now(), message } as const;
    return { next: found.group, adds };
  };
  await changeGroup(groupId, asking, decide, deps);
}

export async function withdrawInvitation(
  { groupId, memberId }: Subject,
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const decide = async (old: StoredGroup | undefined) => {
    const found = await placeIn(old, groupId, asking.caller, deps.groups);
    requireOwner(found);
    const { invitation } = await deps.groups.readPlace(groupId, memberId);
    if (!invitation) throw notFound();
    return { next: found.group, takes: invitation };
  };
  await changeGroup(groupId, asking, decide, deps);
}

/** Whom the owners have invited, by id alone: a name would tell that there is such a member. */
export async function listSentInvitations(groupId: string, caller: Asking['caller'], deps: Deps) {
  requireOwner(await findGroup(groupId, caller, deps.groups));
  const consents = await deps.groups.readConsents('invitation', groupId);
  return {
    invitations: consents.map(({ memberId, by, at, message }) => ({
      ...{ memberId, invitedBy: by.member, invitedAt: isoTime(at), message },
    })),
  };
}

export function alreadyIn(): DomainError {
  return new DomainError('group.already_member', 'Who is in the group needs to join no more.');
}

async function requirePlaceFree(
  group: StoredGroup,
  groups: Pick<GroupDeps['groups'], 'readConsents'>,
): Promise<void> {
  const { length } = await groups.readConsents('invitation', group.id);
  if (length >= groupLimits.pending) {
    const detail = `At most ${groupLimits.pending} invitations wait at a time: withdraw some.`;
    throw new DomainError('group.too_many_pending', detail);
  }
  if (group.memberCount + length >= limits.membersOfGroup) {
    const detail = `A group has at most ${limits.membersOfGroup} members, those invited included.`;
    throw new DomainError('group.full', detail);
  }
}
