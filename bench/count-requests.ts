import { Api } from './api';
import type { BenchCloud } from './cloud';
import { type Counts, perOperation } from './counts';
import { drive } from './drive';
import type { Effort } from './effort';
import { functionName } from './function-name';
import type { Meter, Usage } from './meter';
import type { Scene } from './scene';
import type { Workload } from './workload';

export interface CountedRequests {
  readonly name: string;
  readonly counts: Counts;
  /** By function, operation and table: the indexer's and the rate limit's too. */
  readonly usages: readonly Usage[];
}

/**
 * Sends a known number of requests through the meter, one connection, everything warm: the members are
 * known to the functions as is what is in force, and their rates are leased apart, a write for up to a hundred.
 */
export async function countRequests(
  workload: Workload,
  scene: Scene,
  cloud: BenchCloud,
  meter: Meter,
  { count, limits }: { readonly count: number; readonly limits: string },
): Promise<CountedRequests> {
  const api = new Api(cloud.url, 1);
  const load = { connections: 1, seconds: 60, next: (at: number) => workload.next(scene, at) };
  await drive(api, { ...load, requests: workload.writes ? 1 : scene.readers.length });
  await cloud.idle();
  meter.take();
  await drive(api, { ...load, requests: count, ...(workload.check && { check: workload.check }) });
  await cloud.idle();
  await api.close();
  const usages = meter
    .take()
    .map((usage) => ({ ...usage, function: functionName(usage.function) }));
  const own = usages.filter(
    (usage) => usage.function === workload.function && usage.table !== limits,
  );
  const counts = perOperation(own, count * workload.operationsPerRequest);
  return { name: workload.name, counts, usages };
}

/** Those that have units of their own, with how many requests to count. */
export function countedAmong(chosen: readonly Workload[], effort: Effort) {
  return chosen.flatMap((workload) => {
    const requests = workload.counted?.(effort);
    return requests ? [{ workload, requests }] : [];
  });
}
