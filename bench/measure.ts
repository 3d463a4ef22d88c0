import { Api } from './api';
import { type CpuTimes, cpuBetween, cpuTimes } from './cpu';
import { drive, percentile, type Run } from './drive';
import type { Effort } from './effort';
import { changesPerDescriptor, indexedChanges } from './feeds';
import type { Probe, Stand } from './probe';
import { cpuOf, type Row, type Workload } from './workload';

/** Runs one workload; what it makes the indexer do are lines of their own. */
export function probeOf(workload: Workload, effort: Effort): Probe {
  return {
    title: workload.title,
    async warmUp({ cloud, scene }) {
      const api = new Api(cloud.url, workload.connections);
      const isBatch = workload.operationsPerRequest > 1;
      await drive(api, {
        connections: workload.connections,
        seconds: effort.warmUpSeconds,
        requests: isBatch ? 1 : Number.POSITIVE_INFINITY,
        next: (at) => workload.next(scene, at),
      });
      await cloud.idle();
      await api.close();
    },
    async round(stand) {
      const api = new Api(stand.cloud.url, workload.connections);
      const rows = workload.writes
        ? await writesRound(workload, effort, api, stand)
        : await readsRound(workload, effort, api, stand);
      await api.close();
      return rows;
    },
  };
}

async function readsRound(
  workload: Workload,
  effort: Effort,
  api: Api,
  stand: Stand,
): Promise<Row[]> {
  const before = cpuTimes(stand.cloud.pid);
  const run = await send(workload, effort, api, stand);
  return [rowOf(workload, run, cpuBetween(before, cpuTimes(stand.cloud.pid)))];
}

async function writesRound(
  workload: Workload,
  effort: Effort,
  api: Api,
  stand: Stand,
): Promise<Row[]> {
  const { cloud, scene } = stand;
  const indexedBefore = await indexedChanges(api, scene);
  const before = cpuTimes(cloud.pid);
  const run = await send(workload, effort, api, stand);
  const answered = cpuTimes(cloud.pid);
  const changes = (await indexedChanges(api, scene)) - indexedBefore;
  const began = performance.now();
  await cloud.idle();
  const drained = { seconds: (performance.now() - began) / 1000, cpu: cpuTimes(cloud.pid) };
  const row = rowOf(workload, run, cpuBetween(before, answered));
  const all = cpuOf(cpuBetween(before, drained.cpu), workload.function, row.operations);
  const left = row.operations * changesPerDescriptor - changes;
  return [
    row.cpu && all ? { ...row, cpu: { ...row.cpu, whole: all.whole } } : row,
    {
      name: `index-while-${workload.name}`,
      title: '  indexed meanwhile, per change',
      operations: changes,
      perSecond: changes / run.seconds,
    },
    ...indexedAfter(workload, left, drained.seconds, cpuBetween(answered, drained.cpu)),
  ];
}

const tooFewToTell = 500;

/** What the indexer does when it has the machine to itself. */
function indexedAfter({ name }: Workload, left: number, seconds: number, used: CpuTimes): Row[] {
  if (left < tooFewToTell) return [];
  const row = {
    name: `index-after-${name}`,
    title: '  indexed afterwards, per change',
    operations: left,
    perSecond: left / seconds,
  };
  return [withCpu(row, used, 'indexer')];
}

function send(workload: Workload, effort: Effort, api: Api, { scene }: Stand): Promise<Run> {
  return drive(api, {
    connections: workload.connections,
    seconds: workload.writes ? Number.POSITIVE_INFINITY : effort.seconds,
    requests: workload.requests(effort),
    perSecond: workload.perSecond,
    next: (at) => workload.next(scene, at),
    ...(workload.check && { check: workload.check }),
  });
}

function rowOf(workload: Workload, { requests, seconds, latencies }: Run, used: CpuTimes): Row {
  const { name, title } = workload;
  const operations = requests * workload.operationsPerRequest;
  const perSecond = operations / seconds;
  const times = { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  return withCpu({ name, title, operations, perSecond, ...times }, used, workload.function);
}

export function withCpu(row: Row, used: CpuTimes, fn: string): Row {
  const cpu = cpuOf(used, fn, row.operations);
  return cpu ? { ...row, cpu } : row;
}
