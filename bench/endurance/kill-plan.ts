import type { Health } from './doctor';
import type { Verdict } from './verify';
import type { KillKind } from './victims';

export interface KillPlan {
  readonly seed: number;
  readonly descriptors: number;
  readonly kills: number;
  readonly batchSizes: readonly [number, ...number[]];
  /** How many descriptors their owners read by id at the end; feeds are compared whole. */
  readonly readsById: number;
}

export interface KillResult {
  readonly descriptors: number;
  readonly writes: number;
  readonly reads: number;
  readonly kills: ReadonlyMap<KillKind, number>;
  readonly repeats: ReadonlyMap<string, number>;
  readonly strange: readonly string[];
  readonly verdict: Verdict;
  readonly health: Health;
  readonly restarts: readonly number[];
  readonly engineReturns: readonly number[];
  readonly seconds: { readonly publishing: number; readonly catchingUp: number };
}

export interface KillSetting {
  readonly folder: string;
  readonly assembly: string;
  readonly say: (line: string) => void;
}
