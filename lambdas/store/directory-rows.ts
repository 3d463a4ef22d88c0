import { z } from 'zod';
import { memberStates, organisationClasses, roles, scopes } from '../core/member';

export const profileRow = z.object({
  id: z.string(),
  name: z.string(),
  organisationClass: z.enum(organisationClasses),
  state: z.enum(memberStates),
  fingerprint: z.string().optional(),
});
export const credentialRow = z.object({
  id: z.string(),
  hash: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)),
  createdAt: z.number(),
  /** From when on it is refused; ahead of now while its successor takes over. */
  revokedAt: z.number().optional(),
  expiresAt: z.number().optional(),
  /** Addresses and subnets from which alone it is accepted. */
  allowedFrom: z.array(z.string()).optional(),
  fingerprint: z.string().optional(),
});

export type Profile = z.infer<typeof profileRow>;
export type StoredCredential = z.infer<typeof credentialRow>;
