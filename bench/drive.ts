import type { Api, Call } from './api';

export interface Run {
  readonly requests: number;
  readonly seconds: number;
  /** In milliseconds, sorted. */
  readonly latencies: readonly number[];
}

export interface Load {
  readonly connections: number;
  /** Whichever comes first. */
  readonly seconds: number;
  readonly requests: number;
  readonly next: (at: number) => Call;
  /** Throws when the answer is not what it must be; not timed. */
  readonly check?: (text: string) => void;
}

/** A closed loop: each connection sends its next request when the last one is answered. */
export async function drive(api: Api, load: Load): Promise<Run> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + load.seconds * 1000;
  let sent = 0;
  const loop = async () => {
    while (sent < load.requests && performance.now() < end) {
      const call = load.next(sent++);
      const from = performance.now();
      const text = await api.send(call);
      latencies.push(performance.now() - from);
      load.check?.(text);
    }
  };
  await Promise.all(Array.from({ length: load.connections }, loop));
  const seconds = (performance.now() - began) / 1000;
  return { requests: latencies.length, seconds, latencies: sorted(latencies) };
}

export function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** Nearest rank. */
export function percentile(ascending: readonly number[], share: number): number {
  const rank = Math.ceil(share * ascending.length) - 1;
  return ascending[Math.max(0, rank)] ?? Number.NaN;
}
