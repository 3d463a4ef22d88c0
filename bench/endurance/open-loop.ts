import { setTimeout as sleep } from 'node:timers/promises';
import { percentile, sorted } from '../drive';
import type { Client, Reply } from './client';
import type { Mix } from './mix';

/** How one second went: requests that were due in it, and what came of them. */
export interface Second {
  offered: number;
  /** 2xx. */
  good: number;
  /** 429 or 503 that say when to come again. */
  refused: number;
  /** Everything else, no answer included. */
  failed: number;
  /** Milliseconds from when it was due to its 2xx. */
  readonly latencies: number[];
  readonly failures: Map<string, number>;
}

const tickMilliseconds = 5;

/** Sends at an even pace, whatever comes back; resolves when the last one is answered. */
export async function offer(
  client: Client,
  mix: Mix,
  load: { readonly perSecond: number; readonly seconds: number },
): Promise<Second[]> {
  const seconds = Array.from({ length: load.seconds }, newSecond);
  const began = performance.now();
  const running: Promise<void>[] = [];
  const count = load.perSecond * load.seconds;
  for (let at = 0; at < count; ) {
    const due = ((performance.now() - began) * load.perSecond) / 1000;
    for (; at < Math.min(due, count); at++) {
      const dueAt = (at * 1000) / load.perSecond;
      const second = seconds[Math.floor(dueAt / 1000)];
      if (second) running.push(send(client, mix, second, began + dueAt));
    }
    await sleep(tickMilliseconds);
  }
  await Promise.all(running);
  return seconds;
}

/** As fast as the answers come, on so many connections; answers the 2xx of a second. */
export async function capacityOf(
  client: Client,
  mix: Mix,
  load: { readonly connections: number; readonly seconds: number },
): Promise<{ readonly perSecond: number; readonly failed: number }> {
  const second = newSecond();
  const began = performance.now();
  const end = began + load.seconds * 1000;
  const work = async () => {
    while (performance.now() < end) await send(client, mix, second, performance.now());
  };
  await Promise.all(Array.from({ length: load.connections }, work));
  const perSecond = (second.good * 1000) / (performance.now() - began);
  return { perSecond, failed: second.failed };
}

async function send(client: Client, mix: Mix, second: Second, due: number): Promise<void> {
  second.offered += 1;
  const reply = await client.try(mix.next());
  const milliseconds = performance.now() - due;
  if (milliseconds > lateMilliseconds) fail(second, 'late');
  else if (reply && reply.status < 300) {
    second.good += 1;
    second.latencies.push(milliseconds);
  } else if (isRefusal(reply)) second.refused += 1;
  else fail(second, reply ? `${reply.status} ${reply.text.slice(0, 80)}` : 'no answer');
}

/** Whoever asked is gone by then: what comes later is no good answer. */
const lateMilliseconds = 5000;

function fail(second: Second, why: string): void {
  second.failed += 1;
  second.failures.set(why, (second.failures.get(why) ?? 0) + 1);
}

function isRefusal(reply: Reply | undefined): boolean {
  const isBusy = reply?.status === 429 || reply?.status === 503;
  return isBusy && (reply.retryAfter ?? 0) > 0;
}

function newSecond(): Second {
  return { offered: 0, good: 0, refused: 0, failed: 0, latencies: [], failures: new Map() };
}

export function latencyOf(seconds: readonly Second[], share: number): number {
  return percentile(sorted(seconds.flatMap(({ latencies }) => latencies)), share);
}

export function total(
  seconds: readonly Second[],
  field: 'offered' | 'good' | 'refused' | 'failed',
): number {
  return seconds.reduce((sum, second) => sum + second[field], 0);
}
