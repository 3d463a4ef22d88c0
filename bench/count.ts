import { Api } from './api';
import type { BenchCloud } from './cloud';
import { drive } from './drive';
import { changesPerDescriptor } from './feeds';
import { functionName } from './function-name';
import type { Meter, Usage } from './meter';
import type { Effort } from './options';
import type { Scene } from './scene';
import type { Workload } from './workload';

/** Of one operation. */
export interface Counts {
  readonly roundTrips: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface Counted {
  readonly operations: number;
  readonly own: Counts;
  /** Of the indexer, a change; a descriptor to the community is two. */
  readonly index?: Counts;
  readonly usages: readonly Usage[];
}

/** Sends a known number of operations through the meter, one connection, everything warm. */
export async function count(
  workload: Workload,
  scene: Scene,
  cloud: BenchCloud,
  meter: Meter,
  effort: Effort,
): Promise<Counted> {
  const api = new Api(cloud.url, 1);
  const load = { connections: 1, seconds: 60, next: (at: number) => workload.next(scene, at) };
  // Every reader once, so that the process in use knows them all; that of the writers does by then.
  if (!workload.writes || workload.operationsPerRequest === 1) {
    await drive(api, { ...load, requests: 4 });
  }
  await cloud.idle();
  meter.take();
  const requests = workload.counted(effort);
  await drive(api, { ...load, requests });
  await cloud.idle();
  await api.close();
  const usages = meter
    .take()
    .map((usage) => ({ ...usage, function: functionName(usage.function) }));
  const operations = requests * workload.operationsPerRequest;
  const own = sum(usages, workload.function, operations);
  if (!workload.writes) return { operations, own, usages };
  return {
    operations,
    own,
    index: sum(usages, 'indexer', changesPerDescriptor * operations),
    usages,
  };
}

function sum(usages: readonly Usage[], fn: string, operations: number): Counts {
  const mine = usages.filter((usage) => usage.function === fn);
  const each = (pick: (usage: Usage) => number) =>
    mine.reduce((total, usage) => total + pick(usage), 0) / operations;
  return {
    roundTrips: each(({ calls }) => calls),
    readUnits: each(({ readUnits }) => readUnits),
    writeUnits: each(({ writeUnits }) => writeUnits),
  };
}
