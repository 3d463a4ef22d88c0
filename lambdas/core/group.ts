import { z } from 'zod';
import { limits } from './descriptor';
import { DomainError } from './problem';
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

/** The long words of a group, kept apart so that what is asked of it at each publish stays small. */
export const groupTexts = z.object({
  charter: z.string(),
  /** A JSON object or null, kept for rules to come; nothing reads it yet. */
  contributionRule: z.string(),
});
export type GroupTexts = z.infer<typeof groupTexts>;

export const groupLimits = {
  nameBytes: 200,
  descriptionBytes: 1000,
  charterBytes: 8192,
  ruleBytes: 2048,
  messageBytes: 500,
  /** Invitations, and requests, that wait for an answer; of each kind. */
  pending: 1000,
} as const;

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

/** Refuses what would leave a group without an owner, or with more members than one may have. */
export function requireRule(old: Group, next: Group): void {
  if (next.memberCount > limits.membersOfGroup && next.memberCount > old.memberCount) {
    throw new DomainError('group.full', `A group has at most ${limits.membersOfGroup} members.`);
  }
  if (old.ownerCount > 0 && next.ownerCount === 0) {
    throw new DomainError(
      'group.last_owner',
      'A group keeps an owner: make another member one first (PATCH /v1/groups/{id}/members/{memberId}), or have the operator empty the group.',
    );
  }
}
