import type { Call } from './api';
import type { CpuTimes } from './cpu';
import type { Effort } from './options';
import type { Scene } from './scene';

/** What one kind of request is, and how much of it to send. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly function: 'publish' | 'look-up' | 'feed';
  readonly connections: number;
  /** An even pace; without it, as fast as the answers come. */
  readonly perSecond?: number;
  /** What is counted: descriptors of a batch; else requests. */
  readonly operationsPerRequest: number;
  /** Followed by all that it makes the indexer do. */
  readonly writes: boolean;
  readonly requests: (effort: Effort) => number;
  /** Requests that are sent through the meter. */
  readonly counted: (effort: Effort) => number;
  readonly next: (scene: Scene, at: number) => Call;
  readonly check?: (text: string) => void;
}

/** One line of the table. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly operations: number;
  readonly perSecond: number;
  readonly p50?: number;
  readonly p99?: number;
  /** Milliseconds an operation. */
  readonly cpu?: {
    readonly function: number;
    readonly engine: number;
    readonly gateway: number;
  };
  readonly cpuTotals?: Readonly<Record<string, number>>;
}

/** CPU of a line: the function's own, and everybody's of the engine and the gateway. */
export function cpuOf(
  used: CpuTimes,
  fn: string,
  operations: number,
): Pick<Row, 'cpu' | 'cpuTotals'> {
  if (used.size === 0) return {};
  const each = (role: string) => (used.get(role) ?? 0) / operations;
  return {
    cpu: { function: each(fn), engine: each('engine'), gateway: each('gateway') },
    cpuTotals: Object.fromEntries([...used].filter(([, milliseconds]) => milliseconds > 0)),
  };
}
