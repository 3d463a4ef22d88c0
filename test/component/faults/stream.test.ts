import { microsPerDay } from '../../../lambdas/core/time';
import { indexBatch } from '../../../lambdas/indexing/index-batch';
import { disagreements, tableDisagreements } from '../../support/agrees';
import { type Community, communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { indexerOn } from '../../support/exchange';
import { besiege, type Draw, seeded } from '../../support/hostile';
import { dawdling, holdingAt } from '../../support/hostile-faults';
import { play } from '../../support/hostile-script';
import { readStored } from '../../support/stored';

const { community, newTables, newClient, sharedClient } = communities();

const quiet = { onFailure: () => undefined };

async function writtenWorld(acts: number) {
  const tables = await newTables();
  const world = await community({ tables });
  const ring = doorbell(sharedClient(), world);
  const draw = seeded(11);
  const batches = [];
  for (let at = 0; at < acts; at += 10) {
    await play({ world, call: world.call, draw, acts: 10 });
    batches.push(await ring());
  }
  return { world, tables, draw, ring, batches };
}

describe('a stream that', () => {
  it.each([2, 10])('brings each batch %i times changes nothing by it', async (times) => {
    const { world, tables, batches } = await writtenWorld(40);
    for (const keys of batches) await indexBatch(keys, world.indexDeps);
    const once = await readStored(sharedClient(), tables);

    for (const keys of batches) {
      for (let time = 1; time < times; time++) await indexBatch(keys, world.indexDeps);
    }

    expect(await readStored(sharedClient(), tables)).toEqual(once);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('brings records out of order, each by itself, comes to the same', async () => {
    const { world, draw, batches } = await writtenWorld(50);

    for (const key of shuffled(batches.flat(), draw)) await indexBatch([key], world.indexDeps);

    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('has four shards at once on the same audiences comes to the same', async () => {
    const { world, tables, draw, batches } = await writtenWorld(50);
    const indexer = async () =>
      indexerOn(await besiege(newClient(), dawdling(draw)), tables, world.now, quiet);
    const indexers = await Promise.all([1, 2, 3, 4].map(indexer));

    const work = indexers.map(async (deps) => {
      const keys = shuffled(batches.flat(), draw);
      for (let at = 0; at < keys.length; at += 12) await deliver(keys.slice(at, at + 12), deps);
    });
    await Promise.all(work);

    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});

describe('an indexer that read a descriptor, fell asleep, and goes on a day later', () => {
  const changes: [string, (world: Community, id: string, version: number) => Promise<unknown>][] = [
    [
      'narrowed',
      ({ call, alice }, id, version) =>
        call(`PATCH /v1/descriptors/${id}`, {
          ...{ token: alice.token, body: { version, audience: { members: [alice.id] } } },
        }),
    ],
    [
      'retracted',
      ({ call, alice }, id) => call(`DELETE /v1/descriptors/${id}`, { token: alice.token }),
    ],
  ];

  it.each(changes)('brings nothing back that was %s, wherever it slept', async (_, change) => {
    const tables = await newTables();
    const world = await community({ tables });
    const ring = doorbell(sharedClient(), world);

    for (let call = 1; ; call++) {
      const body = {
        value: `n${call}.example`,
        status: 'MALICIOUS',
        audience: { community: true },
      };
      const made = await world.call('POST /v1/descriptors', { token: world.alice.token, body });
      const keys = await ring();
      const sleep = holdingAt(call);
      const client = await besiege(newClient(), sleep.fault);
      const asleep = indexBatch(keys, indexerOn(client, tables, world.now, quiet));
      const isDone = await Promise.race([sleep.reached, asleep.then(() => true)]);
      await change(world, made.body.id, made.body.version);
      await deliver(await ring(), world.indexDeps);
      world.time.micros += microsPerDay;
      sleep.release();
      await deliver(keys.length > 0 && (await asleep).size > 0 ? keys : [], world.indexDeps);
      client.destroy();

      expect(await tableDisagreements(world, sharedClient())).toEqual([]);
      if (isDone) break;
    }
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});

function shuffled<T>(list: readonly T[], draw: Draw): T[] {
  return list
    .map((one) => ({ one, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
