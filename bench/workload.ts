import type { Call } from './api';
import type { CpuTimes } from './cpu';
import type { Effort } from './effort';
import type { Scene } from './scene';

/** What one kind of request is, and how much of it to send. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly function: 'publish' | 'look-up' | 'search' | 'feed';
  readonly connections: number;
  /** An even pace; without it, as fast as the answers come. */
  readonly perSecond?: number;
  /** What is counted: descriptors of a batch; else requests. */
  readonly operationsPerRequest: number;
  /** Followed by all that it makes the indexer do. */
  readonly writes: boolean;
  /** Of a round. */
  readonly requests: (effort: Effort) => number;
  /** Requests that are sent through the meter; one that is as another in this has none. */
  readonly counted?: (effort: Effort) => number;
  readonly next: (scene: Scene, at: number) => Call;
  readonly check?: (text: string) => void;
}

/** One line of the table, with one number of descriptors stored. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly operations: number;
  readonly perSecond: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly cpu?: Cpu;
}

/** Milliseconds an operation. */
export interface Cpu {
  /** Of the function that answers. */
  readonly function: number;
  /** Whoever caused it. */
  readonly engine: number;
  readonly gateway: number;
  /** Of all processes; where it writes, until all of it is indexed. */
  readonly whole: number;
}

/** Undefined where the system does not tell. */
export function cpuOf(used: CpuTimes, fn: string, operations: number): Cpu | undefined {
  if (used.size === 0 || operations === 0) return undefined;
  const each = (role: string) => (used.get(role) ?? 0) / operations;
  const whole = [...used.values()].reduce((sum, milliseconds) => sum + milliseconds, 0);
  return {
    function: each(fn),
    engine: each('engine'),
    gateway: each('gateway'),
    whole: whole / operations,
  };
}
