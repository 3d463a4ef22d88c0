import { Api } from './api';
import type { BenchCloud } from './cloud';
import { cpuBetween, cpuTimes } from './cpu';
import { drive, percentile } from './drive';
import { indexedChanges } from './feeds';
import type { Effort } from './options';
import type { Scene } from './scene';
import { cpuOf, type Row, type Workload } from './workload';

/** Both audiences of a descriptor to the community: the community's and its owner's own. */
const changesPerDescriptor = 2;

/** Runs one workload as fast as it goes; what it makes the indexer do is a line of its own. */
export async function measure(
  workload: Workload,
  scene: Scene,
  cloud: BenchCloud,
  effort: Effort,
): Promise<Row[]> {
  const api = new Api(cloud.url, workload.connections);
  await warmUp(workload, scene, api, cloud);
  const indexedBefore = workload.writes ? await indexedChanges(api, scene) : 0;
  const before = cpuTimes(cloud.pid);
  const run = await drive(api, {
    connections: workload.connections,
    seconds: effort.seconds,
    requests: workload.requests(effort),
    next: (at) => workload.next(scene, at),
    ...(workload.check && { check: workload.check }),
  });
  const operations = run.requests * workload.operationsPerRequest;
  const line = {
    name: workload.name,
    title: workload.title,
    operations,
    perSecond: operations / run.seconds,
    p50: percentile(run.latencies, 0.5),
    p99: percentile(run.latencies, 0.99),
  };
  const atEnd = cpuTimes(cloud.pid);
  const own = cpuBetween(before, atEnd);
  const rows: Row[] = [{ ...line, ...cpuOf(own, workload.function, operations) }];
  if (workload.writes) {
    const meanwhile = (await indexedChanges(api, scene)) - indexedBefore;
    rows.push(indexedMeanwhile(workload, meanwhile, run.seconds));
    const left = operations * changesPerDescriptor - meanwhile;
    rows.push(...(await drain(workload, left, cloud)));
  }
  await api.close();
  return rows;
}

/** Starts the function's processes, fills their caches and lets the compiler see the code. */
async function warmUp(
  workload: Workload,
  scene: Scene,
  api: Api,
  cloud: BenchCloud,
): Promise<void> {
  const next = (at: number) => workload.next(scene, at);
  const isHeavy = workload.requests !== undefined && workload.operationsPerRequest > 1;
  const requests = isHeavy ? 1 : 10 * workload.connections;
  await drive(api, { connections: workload.connections, seconds: 2, requests, next });
  await cloud.idle();
}

function indexedMeanwhile({ name }: Workload, changes: number, seconds: number): Row {
  return {
    name: `index-while-${name}`,
    title: `  indexed meanwhile, per change`,
    operations: changes,
    perSecond: changes / seconds,
  };
}

/** What the indexer does when it has the machine to itself. */
async function drain({ name }: Workload, left: number, cloud: BenchCloud): Promise<Row[]> {
  const before = cpuTimes(cloud.pid);
  const began = performance.now();
  await cloud.idle();
  const seconds = (performance.now() - began) / 1000;
  if (left < 500) return [];
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
