import { z } from 'zod';
import { organisationClasses, scopes } from '../core/member';

export const profileRow = z.object({
  id: z.string(),
  name: z.string(),
  organisationClass: z.enum(organisationClasses),
  state: z.enum(['active', 'suspended']),
  fingerprint: z.string().optional(),
});
export const groupRow = z.object({
  id: z.string(),
  name: z.string(),
  fingerprint: z.string().optional(),
  everMembers: z.set(z.string()).optional(),
});
export const credentialRow = z.object({
  id: z.string(),
  hash: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: z.number(),
  revokedAt: z.number().optional(),
  fingerprint: z.string().optional(),
});
export const membershipRow = z.object({ groupId: z.string() });

export type Profile = z.infer<typeof profileRow>;
export type Group = z.infer<typeof groupRow>;
export type StoredCredential = z.infer<typeof credentialRow>;
