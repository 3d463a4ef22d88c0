/** By which a walk judges: the policy, the lists, and what the screen finds. */
export interface Rules {
  readonly policy: number;
  readonly knownGood: number;
  readonly screen: number;
}

export interface FlagCounts {
  readonly refused: number;
  readonly redacted: number;
  readonly overridden: number;
}

/** How far a walk has come. It is kept between slices as JSON text. */
export interface Rescan {
  readonly rules: Rules;
  readonly startedAt: number;
  endedAt: number | null;
  /** Owners before it are done with, and of itself the partitions before `shard`. */
  owner: string;
  shard: number;
  objects: number;
  failed: number;
  /** Those that have flagged descriptors. */
  readonly owners: Record<string, FlagCounts>;
}

export const rescanJob = 'rescan';

export function beginRescan(rules: Rules, nowMicros: number): Rescan {
  const start = { owner: '', shard: 0, objects: 0, failed: 0, owners: {} };
  return { rules, startedAt: nowMicros, endedAt: null, ...start };
}
