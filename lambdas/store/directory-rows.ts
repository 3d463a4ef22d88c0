import { z } from 'zod';
import { acceptance } from '../core/agreement';
import { type Member, memberStates, organisationClasses, roles, scopes } from '../core/member';
import { sectors } from '../core/sector';

export const profileRow = z.object({
  id: z.string(),
  name: z.string(),
  organisationClass: z.enum(organisationClasses),
  state: z.enum(memberStates),
  /** As it said when it applied. */
  sector: z.enum(sectors).optional(),
  country: z.string().optional(),
  domain: z.string().optional(),
  agreed: acceptance.optional(),
  fingerprint: z.string().optional(),
});
export const credentialRow = z.object({
  id: z.string(),
  name: z.string(),
  hash: z.string(),
  retiring: z
    .array(z.object({ hash: z.string(), endsAt: z.number(), tokenFrom: z.string().optional() }))
    .optional(),
  tokenFrom: z.string().optional(),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)),
  grantedBy: z.string().optional(),
  createdAt: z.number(),
  rotatedAt: z.number().optional(),
  revokedAt: z.number().optional(),
  revokedWith: z.string().optional(),
  expiresAt: z.number().optional(),
  allowedFrom: z.array(z.string()).optional(),
  /** Of the request that issued it. */
  fingerprint: z.string().optional(),
  /** Of the last request that changed it. */
  mark: z.object({ keyHash: z.string(), fingerprint: z.string() }).optional(),
});
/** Counts the changes of a member's credentials: what is decided about them together is written on condition of it. */
export const credentialsVersionRow = z.object({ version: z.number() });

export type Profile = z.infer<typeof profileRow>;
export type StoredCredential = z.infer<typeof credentialRow>;

/** A member with its credentials, as one strong read of its partition gives them. */
export interface MemberRecord {
  readonly member: Member;
  readonly credentials: readonly StoredCredential[];
  /** Of the credentials together; 0 before anybody changed them. */
  readonly credentialsVersion: number;
}
