import type { ConsentKind } from '../core/group-consent';

/** How the Directory spells its keys, for the stores that share it. */
export const memberPartition = (memberId: string) => `member/${memberId}`;
export const groupPartition = (groupId: string) => `group/${groupId}`;

export const profileKey = {
  ofMember: (id: string) => ({ pk: memberPartition(id), sk: 'profile' }),
  ofGroup: (id: string) => ({ pk: groupPartition(id), sk: 'profile' }),
} as const;

/** A membership is stored once: here. */
export function membershipKey(groupId: string, memberId: string) {
  return { pk: memberPartition(memberId), sk: `group/${groupId}` };
}

/** How many groups a member is in, and when that last changed. */
export function membershipsKey(memberId: string) {
  return { pk: memberPartition(memberId), sk: 'groups' };
}

export const groupKeys = {
  texts: (groupId: string) => ({ pk: groupPartition(groupId), sk: 'texts' }),
  /** There while the community may know of the group. */
  listing: (groupId: string) => ({ pk: groupPartition(groupId), sk: 'listing' }),
  line: (groupId: string, version: number) => ({
    pk: groupPartition(groupId),
    sk: `history/${sortable(version)}`,
  }),
  consent: (kind: ConsentKind, groupId: string, memberId: string) => ({
    pk: groupPartition(groupId),
    sk: `${kind}/${memberId}`,
  }),
} as const;

/** Lists of the index: who or what is under each. */
export const lists = {
  groups: 'groups',
  listedGroups: 'listed-groups',
  roster: (groupId: string) => `group/${groupId}`,
  ownLines: (groupId: string, memberId: string) => `history/${groupId}/${memberId}`,
  invitations: (memberId: string) => `invitations/${memberId}`,
} as const;

/** Sorts as text as the number does, up to 2^53. */
export function sortable(micros: number): string {
  return String(micros).padStart(16, '0');
}
