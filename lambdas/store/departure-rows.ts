import { z } from 'zod';
import { by } from '../core/by';
import { sweepGoals } from '../core/departure';
import { idempotencyMark } from '../core/idempotency';
import { memberStates } from '../core/member';

const tally = z.object({
  seen: z.number(),
  withheld: z.number(),
  retracted: z.number(),
  changed: z.number(),
  open: z.number(),
  unreadable: z.number().default(0),
});

export const sweepRow = z.object({
  memberId: z.string(),
  goal: z.enum(sweepGoals),
  step: z.enum(sweepGoals),
  since: z.number(),
  until: z.number().optional(),
  startedAt: z.number(),
  passStartedAt: z.number(),
  pass: z.number(),
  shard: z.number(),
  tally,
  parkedUntil: z.number().optional(),
  /** Raised by whoever takes it over, and by a decision: then the one before may write no more. */
  turn: z.number(),
});

const reach = z.object({
  audience: z.string(),
  /** Of a group: when the member joined. */
  joinedAt: z.number().optional(),
  count: z.number(),
  position: z.number(),
});

/** The last decision about a member; there is none until the first. */
export const standingRow = z.object({
  state: z.enum(memberStates),
  version: z.number(),
  reason: z.string(),
  changedAt: z.number(),
  since: z.number().optional(),
  /** What it could read when its credentials were last refused. */
  reach: z.array(reach).default([]),
  refusedAt: z.number().optional(),
  /** What goes with a member that leaves. */
  leaves: z.object({ memberships: z.number(), credentials: z.number() }).optional(),
  /** Groups that a member that leaves owned, alone or with others. */
  owned: z.array(z.string()).optional(),
  /** How the last walk over its objects ended, and of how many descriptors. */
  swept: z
    .object({
      goal: z.enum(sweepGoals),
      endedAt: z.number(),
      descriptors: z.number(),
      unreadable: z.number().optional(),
    })
    .optional(),
  /** Of the withdrawal's report: only a keyed hash. */
  reportHash: z.string().optional(),
  by,
  idempotency: idempotencyMark.optional(),
});

export type StoredSweep = z.infer<typeof sweepRow>;
export type Reach = z.infer<typeof reach>;
export type Standing = z.infer<typeof standingRow>;
