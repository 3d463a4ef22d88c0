import { z } from 'zod';

export const standingReply = z.looseObject({
  memberId: z.string(),
  state: z.string(),
  version: z.int(),
  reason: z.string().nullable(),
  changedAt: z.string().nullable(),
  since: z.string().nullable(),
  sweep: z
    .looseObject({ goal: z.string(), step: z.string(), pass: z.int(), done: z.int(), of: z.int() })
    .nullable(),
  swept: z
    .looseObject({
      goal: z.string(),
      endedAt: z.string(),
      descriptors: z.int(),
      unreadable: z.int().optional(),
    })
    .nullable(),
  ownerless: z.array(z.string()).default([]),
});

export const exposureReply = z.looseObject({
  state: z.string(),
  asOf: z.string(),
  audiences: z.array(
    z.looseObject({
      audience: z.string(),
      joinedAt: z.string().nullable(),
      count: z.int(),
      position: z.int(),
    }),
  ),
  withheld: z.int(),
});

export const withdrawingReply = z.looseObject({ memberId: z.string(), report: z.string() });

export type Standing = z.output<typeof standingReply>;
export type Exposure = z.output<typeof exposureReply>;
