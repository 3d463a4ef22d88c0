import { z } from 'zod';
import { type By, by } from '../core/by';
import { group, groupRoles } from '../core/group';
import { consentKinds } from '../core/group-consent';
import { memberStates, organisationClasses } from '../core/member';

export const groupRow = group.extend({ fingerprint: z.string().optional() });
export type StoredGroup = z.infer<typeof groupRow>;

/** A group with the credential that writes it. */
export type Written = StoredGroup & { readonly by: By };

export const membershipRow = z.object({
  groupId: z.string(),
  memberId: z.string(),
  role: z.enum(groupRoles),
  joinedAt: z.number(),
});
export type Membership = z.infer<typeof membershipRow>;

export const membershipsRow = z.object({ count: z.number(), changedAt: z.number() });

export const consentRow = z.object({
  kind: z.enum(consentKinds),
  groupId: z.string(),
  memberId: z.string(),
  by,
  at: z.number(),
  message: z.string(),
});

export const listingRow = z.object({ groupId: z.string() });

/** Of a member's profile what joining a group hangs on. */
export const candidateRow = z.object({
  state: z.enum(memberStates),
  organisationClass: z.enum(organisationClasses),
});

export const memberNameRow = z.object({ id: z.string(), name: z.string() });
