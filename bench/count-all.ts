import { setTimeout as sleep } from 'node:timers/promises';
import { lagMicros } from '../lambdas/search/walk/search-lists';
import { stages } from '../lib/stage';
import { Api } from './api';
import { buildPresences } from './build-presences';
import { BenchCloud } from './cloud';
import { countedDescriptors, countIndexing, storeCounted } from './count-indexing';
import { type CountedRequests, countRequests } from './count-requests';
import type { Counts } from './counts';
import { communityPosition } from './feeds';
import { openStore, withoutStreams } from './load/open-store';
import { type Meter, startMeter } from './meter';
import { preloaded } from './profiler';
import type { Scene } from './scene';
import type { Workload } from './workload';

/** What the engine counted with so many stored. */
export interface Counted {
  readonly stored: number;
  readonly requests: readonly CountedRequests[];
  /** Of one change in one audience: of a descriptor that comes alone, and in full batches. */
  readonly indexing: { readonly alone: Counts; readonly full: Counts };
  /** The position of the community's feed after which the full batch is. */
  readonly tail: number;
}

export interface CountSetting {
  readonly assembly: string;
  /** A data folder that is the caller's to change. */
  readonly data: string;
  readonly scene: Scene;
  readonly toCount: readonly { readonly workload: Workload; readonly requests: number }[];
}

/** Pointers are put as the deployed stage puts them: it is AWS that bills. */
const environment = { ...preloaded, POINTER_WRITES: stages.prod.pointerWrites };

/** Sends what is to be counted through a meter, to functions as they are bundled. */
export async function countAll({ assembly, data, scene, toCount }: CountSetting): Promise<Counted> {
  const limits = await prepare(assembly, data);
  let engine = '';
  const meter = await startMeter(() => engine);
  const cloud = await BenchCloud.start(assembly, data, { ...environment, BENCH_METER: meter.url });
  engine = cloud.dynamodb;
  try {
    const { tail, ...indexing } = await countTheIndexer(cloud, meter, scene);
    const counted = { ...scene, next: firstPublished, tail };
    await buildPresences(cloud);
    // Before that a search reads strongly, which costs twice as much.
    await sleep(lagMicros / 1000);
    const requests: CountedRequests[] = [];
    for (const { workload, requests: count } of toCount) {
      requests.push(await countRequests(workload, counted, cloud, meter, { count, limits }));
    }
    return { stored: scene.stored, requests, indexing, tail };
  } finally {
    await cloud.stop();
    await meter.stop();
  }
}

/** The same values whatever is stored, and on every machine. */
const firstPublished = 10_000_000;

async function prepare(assembly: string, data: string): Promise<string> {
  const store = await openStore(assembly, data);
  try {
    const streamAgain = await withoutStreams(store.call, store.tables);
    await storeCounted(store);
    await streamAgain();
    return store.tables.limits;
  } finally {
    await store.close();
  }
}

/** The full batch becomes the last page of the community's feed. */
async function countTheIndexer(cloud: BenchCloud, meter: Meter, { readers, publisher }: Scene) {
  const { alone, full, more } = await countedDescriptors();
  const api = new Api(cloud.url, 1);
  const [{ token } = publisher] = readers;
  const ofOne = await countIndexing(alone, cloud, meter);
  const tail = await communityPosition(api, token);
  const ofMany = await countIndexing(full, cloud, meter);
  await countIndexing(more, cloud, meter);
  await api.close();
  return { alone: ofOne, full: ofMany, tail };
}
