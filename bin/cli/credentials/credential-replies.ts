import { z } from 'zod';

const credential = z.looseObject({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  lastUsedDay: z.string().nullable().optional(),
});
export type ShownCredential = z.infer<typeof credential>;

export const credentialsReply = z.looseObject({ credentials: z.array(credential) });

/** Without a token where the same request was answered before. */
export const issuedReply = credential.extend({ token: z.string().optional() });

export const leakEndedReply = z.looseObject({ revoked: z.array(z.string()) });

export const directoryReply = z.looseObject({
  members: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      sector: z.string().optional(),
      country: z.string().optional(),
      website: z.string().optional(),
      contact: z.string().optional(),
    }),
  ),
  next: z.string().nullable(),
});
