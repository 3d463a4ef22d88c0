import { z } from 'zod';

/** What the command line reads of the answers about groups; loose, as all its replies are. */
export const groupReply = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  membersCanSee: z.boolean(),
  membersCanUse: z.boolean(),
  isListed: z.boolean(),
  role: z.string().optional(),
  memberCount: z.int().optional(),
  charter: z.string().optional(),
});
export type GroupReply = z.output<typeof groupReply>;

export const groupsReply = z.looseObject({
  groups: z.array(groupReply),
  next: z.string().nullable().optional(),
});

export const rosterReply = z.looseObject({
  members: z.array(
    z.looseObject({ id: z.string(), name: z.string(), role: z.string(), joinedAt: z.string() }),
  ),
  next: z.string().nullable(),
});

export const historyReply = z.looseObject({
  lines: z.array(
    z.looseObject({
      at: z.string(),
      event: z.string(),
      memberId: z.string().optional(),
      role: z.string().optional(),
      by: z.string().optional(),
      changed: z.array(z.string()).optional(),
    }),
  ),
  next: z.int().nullable(),
});

export const invitationsReply = z.looseObject({
  invitations: z.array(
    z.looseObject({
      group: z.looseObject({ id: z.string(), name: z.string() }),
      invitedAt: z.string(),
      message: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

export const requestsReply = z.looseObject({
  requests: z.array(
    z.looseObject({
      memberId: z.string(),
      name: z.string(),
      askedAt: z.string(),
      message: z.string(),
    }),
  ),
});
