import { Api } from './api';
import type { BenchCloud } from './cloud';
import { cpuBetween, cpuTimes } from './cpu';
import { drive, percentile, type Run } from './drive';
import { changesPerDescriptor, indexedChanges } from './feeds';
import type { Effort } from './options';
import type { Profiler } from './profiler';
import type { Scene } from './scene';
import { cpuOf, type Row, type Workload } from './workload';

export interface Stand {
  readonly scene: Scene;
  readonly cloud: BenchCloud;
  readonly effort: Effort;
  readonly profiler: Profiler | undefined;
}

/** Runs one workload as fast as it goes; what it makes the indexer do are lines of their own. */
export async function measure(workload: Workload, stand: Stand): Promise<Row[]> {
  const api = new Api(stand.cloud.url, workload.connections);
  await warmUp(workload, api, stand);
  stand.profiler?.begin(stand.cloud.pid);
  const rows = workload.writes
    ? await measureWrites(workload, api, stand)
    : [(await measureRun(workload, api, stand)).row];
  await stand.profiler?.end();
  await api.close();
  return rows;
}

/** Starts the function's processes, fills their caches and lets the compiler see the code. */
async function warmUp(workload: Workload, api: Api, stand: Stand): Promise<void> {
  const { scene, cloud, effort } = stand;
  // The first 1,000 descriptors have warmed up what batches use.
  if (workload.operationsPerRequest > 1) return;
  const { connections } = workload;
  const next = (at: number) => workload.next(scene, at);
  const requests = Number.POSITIVE_INFINITY;
  await drive(api, { connections, seconds: effort.warmUpSeconds, requests, next });
  await cloud.idle();
}

async function measureRun(
  workload: Workload,
  api: Api,
  { scene, cloud, effort }: Stand,
): Promise<{ row: Row; run: Run }> {
  const before = cpuTimes(cloud.pid);
  const run = await drive(api, {
    connections: workload.connections,
    seconds: effort.seconds,
    requests: workload.requests(effort),
    perSecond: workload.perSecond,
    next: (at) => workload.next(scene, at),
    ...(workload.check && { check: workload.check }),
  });
  const operations = run.requests * workload.operationsPerRequest;
  const used = cpuBetween(before, cpuTimes(cloud.pid));
  const row = {
    name: workload.name,
    title: workload.title,
    operations,
    perSecond: operations / run.seconds,
    p50: percentile(run.latencies, 0.5),
    p99: percentile(run.latencies, 0.99),
    ...cpuOf(used, workload.function, operations),
  };
  return { row, run };
}

async function measureWrites(workload: Workload, api: Api, stand: Stand): Promise<Row[]> {
  const before = await indexedChanges(api, stand.scene);
  const { row, run } = await measureRun(workload, api, stand);
  const changes = (await indexedChanges(api, stand.scene)) - before;
  const meanwhile: Row = {
    name: `index-while-${workload.name}`,
    title: '  indexed meanwhile, per change',
    operations: changes,
    perSecond: changes / run.seconds,
  };
  const left = row.operations * changesPerDescriptor - changes;
  return [row, meanwhile, ...(await drain(workload, left, stand.cloud))];
}

const tooFewToTell = 500;

/** What the indexer does when it has the machine to itself. */
async function drain({ name }: Workload, left: number, cloud: BenchCloud): Promise<Row[]> {
  const before = cpuTimes(cloud.pid);
  const began = performance.now();
  await cloud.idle();
  const seconds = (performance.now() - began) / 1000;
  if (left < tooFewToTell) return [];
  const used = cpuBetween(before, cpuTimes(cloud.pid));
  return [
    {
      name: `index-after-${name}`,
      title: '  indexed afterwards, per change',
      operations: left,
      perSecond: left / seconds,
      ...cpuOf(used, 'indexer', left),
    },
  ];
}
