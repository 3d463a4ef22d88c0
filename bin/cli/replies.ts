import { z } from 'zod';

/**
 * What the command line reads of the answers. Loose on purpose, unlike the contracts: an exchange that is
 * newer than this client may say more.
 */
const refusal = z.looseObject({
  code: z.string(),
  detail: z.string(),
  reason: z.string().optional(),
  candidates: z.array(z.string()).optional(),
});

export const batchReply = z.looseObject({
  results: z.array(z.looseObject({ status: z.int(), problem: refusal.optional() })),
});

const opinion = z.looseObject({
  owner: z.string(),
  status: z.string(),
  severity: z.string(),
  tlp: z.string(),
  tags: z.array(z.string()),
  description: z.string(),
  changedAt: z.string(),
});

const lookUpResult = z.looseObject({
  value: z.string(),
  type: z.string().optional(),
  known: z.boolean(),
  indicatorId: z.string().optional(),
  summary: z
    .looseObject({
      owners: z.int(),
      worstStatus: z.string(),
      disputed: z.boolean(),
      tlp: z.string(),
      tags: z.array(z.string()),
      tagsTruncated: z.boolean(),
      atLeast: z.boolean(),
    })
    .optional(),
  descriptors: z.array(opinion).optional(),
  problem: refusal.optional(),
});

export const lookUpReply = z.looseObject({ results: z.array(lookUpResult) });

const planResult = z.looseObject({
  problem: refusal.optional(),
  recipients: z.looseObject({ count: z.int(), atLeast: z.boolean() }).optional(),
  tlp: z.looseObject({ verdict: z.string(), detail: z.string().optional() }).optional(),
  duplicates: z
    .looseObject({ own: z.looseObject({}).nullable(), opinions: z.array(z.string()) })
    .optional(),
});

export const planReply = z.looseObject({
  planId: z.string(),
  expiresAt: z.string(),
  audiences: z.array(
    z.looseObject({
      audience: z.string(),
      count: z.int().nullable(),
      members: z.array(z.looseObject({ id: z.string(), name: z.string().optional() })),
      more: z.boolean(),
    }),
  ),
  results: z.array(planResult),
});

const head = z.looseObject({ position: z.int(), count: z.int(), digest: z.string() });

export const feedsReply = z.looseObject({
  feeds: z.array(z.looseObject({ audience: z.string(), head })),
});

export const pageReply = z.looseObject({
  head,
  changes: z.array(
    z.looseObject({
      id: z.string(),
      version: z.int(),
      gone: z.literal(true).optional(),
      withheld: z.literal(true).optional(),
    }),
  ),
  next: z.int(),
  asOf: z.int(),
  more: z.boolean(),
});

export type Refusal = z.output<typeof refusal>;
export type LookUpResult = z.output<typeof lookUpResult>;
export type PlanResult = z.output<typeof planResult>;
export type SharePlan = z.output<typeof planReply>;
export type FeedHead = z.output<typeof head>;
export type FeedPage = z.output<typeof pageReply>;
