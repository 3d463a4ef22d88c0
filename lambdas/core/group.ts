import { z } from 'zod';
import { nextVersion } from './time';

export const groupRoles = ['owner', 'member'] as const;
export type GroupRole = (typeof groupRoles)[number];

/** A privacy group as it is stored. What of it may be told to whom is decided in `group-view.ts`. */
export const group = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Members other than owners may know who is in it. */
  membersCanSee: z.boolean(),
  /** Members other than owners may publish to it. */
  membersCanUse: z.boolean(),
  /** The community may know that it is there, and ask to join. */
  isListed: z.boolean(),
  createdAt: z.number(),
  /** Of what the group is: its words and flags. */
  version: z.number(),
  /** Of who is in it and as what: raised with every such change, in the same transaction. */
  rosterVersion: z.number(),
  memberCount: z.number(),
  ownerCount: z.number(),
});
export type Group = z.infer<typeof group>;

/** One member's place in a group before and after a change; undefined is outside. */
export interface RosterChange {
  readonly memberId: string;
  readonly from: GroupRole | undefined;
  readonly to: GroupRole | undefined;
}

/** Versions of both kinds are one order, which is that of the group's history. */
export function nextGroupVersion(
  { version, rosterVersion }: Pick<Group, 'version' | 'rosterVersion'>,
  nowMicros: number,
): number {
  return nextVersion(Math.max(version, rosterVersion), nowMicros);
}

export function withRosterChange(old: Group, { from, to }: RosterChange, nowMicros: number): Group {
  const gained = (isCounted: (role: GroupRole | undefined) => boolean) =>
    Number(isCounted(to)) - Number(isCounted(from));
  return {
    ...old,
    rosterVersion: nextGroupVersion(old, nowMicros),
    memberCount: old.memberCount + gained((role) => role !== undefined),
    ownerCount: old.ownerCount + gained((role) => role === 'owner'),
  };
}
