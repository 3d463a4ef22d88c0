import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Sent at an even pace that waits for no answer; without it, as fast as the answers come. */
  readonly perSecond?: number | undefined;
  readonly next: (at: number) => Call;
  /** Throws when the answer is not what it must be; not timed. */
  readonly check?: (text: string) => void;
}

/** A closed loop on each connection, or an open one for all of them at a pace. */
export async function drive(api: Api, load: Load): Promise<Run> {
  const latencies: number[] = [];
  const send = async (at: number, due?: number) => {
    const call = load.next(at);
    const from = due ?? performance.now();
    const text = await api.send(call);
    latencies.push(performance.now() - from);
    load.check?.(text);
  };
  const began = performance.now();
  if (load.perSecond) {
    await pace(load.perSecond, Math.min(load.requests, load.perSecond * load.seconds), send);
  } else await loop(load, send);
  const seconds = (performance.now() - began) / 1000;
  return { requests: latencies.length, seconds, latencies: sorted(latencies) };
}

async function loop(load: Load, send: (at: number) => Promise<void>): Promise<void> {
  const end = performance.now() + load.seconds * 1000;
  let sent = 0;
  const work = async () => {
    while (sent < load.requests && performance.now() < end) await send(sent++);
  };
  await Promise.all(Array.from({ length: load.connections }, work));
}

/** Each is told when it was due: what it waits for a late sender counts as its own. */
export async function pace(
  perSecond: number,
  count: number,
  send: (at: number, due: number) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (let at = 0; at < count; at++) {
    const due = began + (at * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    running.push(send(at, due));
  }
  await Promise.all(running);
}

export function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** Nearest rank. */
export function percentile(ascending: readonly number[], share: number): number {
  const rank = Math.ceil(share * ascending.length) - 1;
  return ascending[Math.max(0, rank)] ?? Number.NaN;
}
