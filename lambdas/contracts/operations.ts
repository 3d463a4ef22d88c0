import { z } from 'zod';

/** What an operator asks of functions by IAM: no route leads to them. `bin/cli` speaks this, the handlers check it. */

/** Of what kind a difference between the truth and the index is. */
export const driftKinds = [
  /** A row of an audience that its item does not want so, or that is missing. */
  'row',
  /** A row's place in its audience's feed: missing, wrong or left over. */
  'entry',
  /** A card that its rows do not add up to. */
  'summary',
  /** An id that leads nowhere. */
  'pointer',
  /** An expiry that nobody would notice. */
  'due',
  /** A head whose count or digest is not that of its feed. */
  'head',
  /** What an audience holds though there is no such item. */
  'orphan',
] as const;
export type DriftKind = (typeof driftKinds)[number];

export const finding = z.object({
  kind: z.enum(driftKinds),
  audience: z.string().optional(),
  /** Of the object or of its indicator; absent for a head. */
  id: z.string().optional(),
});
export type Finding = z.infer<typeof finding>;

/** A function of 15 minutes: what a slice begins it may also end. */
export const longestSliceSeconds = 600;

/**
 * One slice of a job. It goes on from where the last one stopped, unless `anew`.
 * `check` writes nothing; `reconcile` repairs; `rebuild-index` makes audiences from nothing.
 */
export const repairRequest = z
  .strictObject({
    job: z.enum(['check', 'reconcile', 'rebuild-index']),
    /** Of a rebuild; none are all. */
    audiences: z.array(z.string()).max(1000).optional(),
    /** Objects that the audiences have and the Exchange has not are taken from the audiences. */
    dropOrphans: z.boolean().optional(),
    anew: z.boolean().optional(),
    seconds: z.number().min(0).max(longestSliceSeconds).optional(),
  })
  .refine(({ job, audiences }) => job === 'rebuild-index' || !audiences, {
    error: 'audiences can be chosen for rebuild-index alone',
  });
export type RepairRequest = z.infer<typeof repairRequest>;

const drift = z.partialRecord(z.enum(driftKinds), z.number());

export const repairReply = z.object({
  job: z.enum(['check', 'reconcile', 'rebuild-index']),
  /**
   * `running`: ask again for the next slice. `refused`: see `missing`, nothing more was changed.
   * `busy`: another slice is at work, of this job or another.
   */
  state: z.enum(['running', 'done', 'refused', 'busy']),
  startedAt: z.string(),
  /** When this slice ended. */
  at: z.string(),
  progress: z.object({ step: z.enum(['objects', 'audiences']), done: z.number(), of: z.number() }),
  /** Items of the Exchange that were looked at, and audiences whose feed was walked, since the start. */
  objects: z.number(),
  audiences: z.number(),
  /** What was found, by kind, since the start. */
  drift,
  /** How much of it was mended. */
  repaired: drift,
  /**
   * Places in the lists of searches that an indexer left which died before its commit; a job that mends takes them
   * away. No drift: nothing is shown by them.
   */
  strays: z.number().default(0),
  /** The first fifty. */
  findings: z.array(finding),
  /** Objects that could not be looked at or mended, with the reason. */
  failed: z.array(z.object({ id: z.string(), reason: z.string() })),
  /** What a restored exchange lacks, table by table. */
  missing: z.array(z.string()),
});
export type RepairReply = z.infer<typeof repairReply>;

export const doctorReply = z.object({
  at: z.string(),
  lag: z.object({
    /** What is written now is indexed so much later; null when it was not within `waitedSeconds`. */
    milliseconds: z.number().nullable(),
    waitedSeconds: z.number(),
  }),
  queues: z.array(z.object({ name: z.string(), messages: z.number() })),
  /** How far the expirer is behind, in minutes; null when nothing has ever had an end. */
  expirerMinutesBehind: z.number().nullable(),
  /** The last walk that ended, of any job. */
  lastWalk: repairReply
    .pick({ job: true, at: true, objects: true, drift: true, repaired: true })
    .nullable(),
});
export type DoctorReply = z.infer<typeof doctorReply>;

export const redriveReply = z.object({
  /** Objects that were indexed, and messages that were taken from the queue with them. */
  redriven: z.number(),
  /** What stays in the queue, and why it can't be done. */
  left: z.array(z.object({ what: z.string(), reason: z.string() })),
});
export type RedriveReply = z.infer<typeof redriveReply>;

/** The functions by the name that the description of each ends with. */
export const operations = {
  doctor: { reply: doctorReply },
  repairer: { request: repairRequest, reply: repairReply },
  redriver: { reply: redriveReply },
  'audit-redriver': { reply: redriveReply },
  'matcher-redriver': { reply: redriveReply },
  'notifier-redriver': { reply: redriveReply },
} as const;
