import { z } from 'zod';
import { group, groupRoles } from '../core/group';
import { memberStates, organisationClasses } from '../core/member';

export const groupRow = group.extend({ fingerprint: z.string().optional() });
export type StoredGroup = z.infer<typeof groupRow>;

export const membershipRow = z.object({
  groupId: z.string(),
  memberId: z.string(),
  role: z.enum(groupRoles),
  joinedAt: z.number(),
});
export type Membership = z.infer<typeof membershipRow>;

export const membershipsRow = z.object({ count: z.number(), changedAt: z.number() });

/** Of a member's profile what joining a group hangs on. */
export const candidateRow = z.object({
  state: z.enum(memberStates),
  organisationClass: z.enum(organisationClasses),
});
