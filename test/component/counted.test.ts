import { readFileSync } from 'node:fs';
import { type KeptCounts, keptCountsFile } from '../../bench/cost/kept-counts';
import { operations } from '../../bench/cost/operations';
import { countedDescriptors, storeCounted } from '../../bench/count-indexing';
import { type Counts, perOperation } from '../../bench/counts';
import { changesPerDescriptor } from '../../bench/feeds';
import type { Author } from '../../bench/load/draft-stored';
import { loadRows } from '../../bench/load/load-rows';
import { documentsAt } from '../../bench/load/open-store';
import { type Meter, startMeter } from '../../bench/meter';
import type { Scene } from '../../bench/scene';
import { ownValues } from '../../bench/values';
import { workloads } from '../../bench/workloads';
import type { Descriptor } from '../../lambdas/core/descriptor';
import { deriveKeys } from '../../lambdas/core/keys';
import { indexBatch } from '../../lambdas/indexing/index-batch';
import { keyOf } from '../../lambdas/store/exchange-store';
import { engineCaller } from '../../lib/local-cloud/engine-call';
import { stages } from '../../lib/stage';
import { communities, startCommunity } from '../support/community';
import { indexerOn, rootSecret } from '../support/exchange';

const { newTables, sharedClient } = communities();
const stored = 1000;
/** Of each workload; more of them use as much each. */
const requests = 2;

/** A community behind the bench's meter, in which as much is stored as the bench begins with. */
async function meteredCommunity() {
  const endpoint = await sharedClient().config.endpoint?.();
  const engine = `http://${endpoint?.hostname}:${endpoint?.port}`;
  const meter = await startMeter(() => engine);
  const tables = await newTables();
  const client = documentsAt(`${meter.url}/in-process`);
  const world = await startCommunity({ client, tables });
  const target = { call: engineCaller(engine), documents: sharedClient(), tables };
  const author: Author = {
    ...{ owner: world.alice.id, audience: 'community', keys: deriveKeys(rootSecret) },
  };
  await loadRows(target, author, ownValues, stored);
  await storeCounted(target);
  const stop = async () => {
    target.call.close();
    client.destroy();
    await meter.stop();
  };
  return { world: { ...world, client }, meter, stop };
}

type World = Awaited<ReturnType<typeof meteredCommunity>>['world'];

async function countIndexing(batch: readonly Descriptor[], world: World, meter: Meter) {
  const onFailure = (_ids: readonly string[], error: unknown) => {
    throw error;
  };
  const { pointerWrites } = stages.prod;
  const options = { onFailure, pointerWrites };
  const indexer = indexerOn(world.client, world.tables, world.now, options);
  meter.take();
  await indexBatch(batch.map(keyOf), indexer);
  return perOperation(meter.take(), batch.length * changesPerDescriptor);
}

async function countRequests(world: World, meter: Meter, tail: number) {
  const scene: Scene = {
    ...{ publisher: world.alice, readers: [world.bob], group: world.group.id },
    ...{ values: ownValues, stored, next: 10_000_000, tail },
  };
  const counted: Record<string, Counts> = {};
  for (const workload of workloads.filter(({ name }) => name in operations)) {
    const send = async (at: number) => {
      const { method, path, token, body } = workload.next(scene, at);
      const sent = body === undefined ? {} : { body: JSON.parse(body) };
      const { text } = await world.call(`${method} ${path}`, { token, ...sent });
      workload.check?.(text);
    };
    // What is in force is read once in 20 s.
    await send(0);
    meter.take();
    for (let at = 1; at <= requests; at++) await send(at);
    const used = meter.take().filter(({ table }) => table !== world.tables.limits);
    counted[workload.name] = perOperation(used, requests * workload.operationsPerRequest);
  }
  return counted;
}

function keptUnits(): Record<string, Counts> {
  const kept: KeptCounts = JSON.parse(readFileSync(keptCountsFile, 'utf8'));
  const units = Object.entries(kept.operations).map(([name, { usdPerMillion: _, ...counts }]) => [
    name,
    counts,
  ]);
  return Object.fromEntries(units);
}

/** The README's table is made of these; where they change, `npm run bench -- --write-readme` says what to. */
describe('the units that are kept of the bench', () => {
  it('are what the engine counts again', async () => {
    const { world, meter, stop } = await meteredCommunity();
    const { alone, full, more } = await countedDescriptors();

    const ofOne = await countIndexing(alone, world, meter);
    const { feeds } = (await world.call('GET /v1/feeds', { token: world.bob.token })).body;
    const ofMany = await countIndexing(full, world, meter);
    await countIndexing(more, world, meter);
    const tail = feeds.find(({ audience }: { audience: string }) => audience === 'community');
    const requests = await countRequests(world, meter, tail.head.position);
    await stop();

    expect({ ...requests, 'index-alone': ofOne, 'index-full': ofMany }).toMatchObject(keptUnits());
  });
});
