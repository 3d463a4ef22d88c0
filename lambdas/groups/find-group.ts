import type { Caller } from '../core/caller';
import { type Standing, standingIn } from '../core/group-view';
import { DomainError, notFound } from '../core/problem';
import type { StoredGroup } from '../store/group-rows';
import type { GroupPlace, GroupStore } from '../store/group-store';

type Groups = Pick<GroupStore, 'readGroup' | 'readPlace'>;

/** A group that the caller may know of, and what the caller is to it. */
export interface FoundGroup {
  readonly group: StoredGroup;
  readonly standing: Standing;
  readonly place: GroupPlace;
}

/** Absent and hidden groups are refused alike, after the same reads. */
export async function findGroup(
  groupId: string,
  caller: Caller,
  groups: Groups,
): Promise<FoundGroup> {
  return placeIn(await groups.readGroup(groupId), groupId, caller, groups);
}

/** The same of a group that was read already. */
export async function placeIn(
  group: StoredGroup | undefined,
  groupId: string,
  { member, audiences }: Caller,
  groups: Pick<Groups, 'readPlace'>,
): Promise<FoundGroup> {
  const place = await groups.readPlace(groupId, member.id);
  const isInCommunity = audiences.includes('community');
  const isInvited = place.invitation !== undefined;
  const standing = standingIn(group, { role: place.role, isInvited, isInCommunity });
  if (!group || standing === 'none') throw notFound();
  return { group, standing, place };
}

/** Who may know of a group and not change it is told so; to others it is not there. */
export function requireOwner({ standing }: Pick<FoundGroup, 'standing'>): void {
  if (standing !== 'owner') throw notOwner();
}

export function notOwner(): DomainError {
  return new DomainError('group.not_owner', 'This is for the owners of the group.');
}
