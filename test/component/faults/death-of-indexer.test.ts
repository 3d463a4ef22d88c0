import { indexBatch } from '../../../lambdas/indexing/index-batch';
import { disagreements, tableDisagreements } from '../../support/agrees';
import { type Community, communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { type Deaths, dieEverywhere } from '../../support/mortal';
import { readTruth } from '../../support/stored';

const { community, newTables, newClient, sharedClient } = communities();

/** A death among the reads of seventy minutes is one before the first write. */
const afterWrites: Deaths = { sides: ['after'], counts: (a) => a.command !== 'QueryCommand' };

/** A batch that arrives, ends, narrows and leaves, in three audiences; its three values are of this life alone. */
async function writeAll({ call, alice, group, index, time }: Community, life: string) {
  const { token } = alice;
  const expiresAt = new Date(time.micros / 1000 + 3_600_000).toISOString();
  const publish = async (name: string, more: object) => {
    const body = { value: `${name}${life}.example`, status: 'MALICIOUS', ...more };
    return (await call('POST /v1/descriptors', { token, body })).body;
  };
  const everywhere = { community: true, groups: [group.id] };
  const narrowed = await publish('a', { audience: everywhere, expiresAt });
  const retracted = await publish('b', { audience: everywhere });
  await index();
  const audience = { groups: [group.id] };
  const body = { version: narrowed.version, audience };
  await call(`PATCH /v1/descriptors/${narrowed.id}`, { token, body });
  await call(`DELETE /v1/descriptors/${retracted.id}`, { token });
  await publish('c', { audience: everywhere, expiresAt });
}

describe('an indexer that dies at any call of a batch', () => {
  it('leaves nothing that the next one does not make whole', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const ring = doorbell(sharedClient(), world);

    const deaths = await dieEverywhere(
      newClient,
      world,
      { sides: ['after'] },
      async ({ indexer }, life) => {
        await writeAll(world, life);
        const keys = await ring();
        await indexBatch(keys, indexer).catch(() => undefined);

        await deliver(keys, world.indexDeps);

        expect(await tableDisagreements(world, sharedClient())).toEqual([]);
      },
    );

    expect(deaths).toBeGreaterThan(15);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});

describe('an expirer that dies at any call', () => {
  it('leaves nothing live that is over, once the next one has been', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const ring = doorbell(sharedClient(), world);

    const deaths = await dieEverywhere(newClient, world, afterWrites, async ({ api }, life) => {
      const { token } = world.alice;
      const expiresAt = new Date(world.time.micros / 1000 + 30_000).toISOString();
      for (const value of [`a${life}.example`, `b${life}.example`]) {
        const body = { value, status: 'UNKNOWN', audience: { community: true }, expiresAt };
        await world.call('POST /v1/descriptors', { token, body });
      }
      await deliver(await ring(), world.indexDeps);
      world.wait(120);
      await api.expire().catch(() => undefined);
      await deliver(await ring(), world.indexDeps);

      await world.expire();
      await deliver(await ring(), world.indexDeps);

      const descriptors = await readTruth(sharedClient(), tables);
      expect(descriptors.filter(({ state }) => state !== 'expired')).toEqual([]);
      expect(await tableDisagreements(world, sharedClient())).toEqual([]);
    });

    expect(deaths).toBeGreaterThanOrEqual(6);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});
