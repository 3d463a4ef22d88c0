import { indexBatch } from '../../../lambdas/indexing/index-batch';
import { strayPointers, tableDisagreements } from '../../support/agrees';
import { type Community, communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { indexerOn } from '../../support/exchange';
import { dieEverywhere } from '../../support/mortal';
import { repairDeps, runJob } from '../../support/repairs';
import { heldBy, readStored } from '../../support/stored';

const { community, newClient, sharedClient } = communities();
const everybody = { community: true };

/** One that is new, one that leaves lists, and one that comes back to its place within a day; of this life alone. */
async function writeAll({ call, alice }: Community, life: string, settle: () => Promise<void>) {
  const { token } = alice;
  const publish = async (name: string, tags: readonly string[]) => {
    const body = { value: `${name}-${life}.example`, status: 'MALICIOUS', tags };
    return (await call('POST /v1/descriptors', { token, body: { ...body, audience: everybody } }))
      .body;
  };
  const moved = await publish('moved', ['one', 'two']);
  const back = await publish('back', ['one']);
  await settle();
  await call(`DELETE /v1/descriptors/${back.id}`, { token });
  await settle();
  await publish('new', ['one', 'two']);
  const body = { version: moved.version, tags: ['two', 'three'] };
  await call(`PATCH /v1/descriptors/${moved.id}`, { token, body });
  await publish('back', ['two']);
}

async function pagesOf({ call, bob }: Community, query: string): Promise<string[]> {
  const found: string[] = [];
  let cursor = '';
  do {
    const { body } = await call(`GET /v1/search?${query}${cursor}`, { token: bob.token });
    found.push(...body.indicators.map(({ value }: { value: string }) => value));
    cursor = body.cursor ? `&cursor=${body.cursor}` : '';
  } while (cursor);
  return found.sort();
}

describe('an indexer that dies among the pointers of lists, which it writes in batches', () => {
  it('leaves lists that are whole once the next has been, and walks that find each once', async () => {
    const world = await community();
    const ring = doorbell(sharedClient(), world);
    const onFailure = () => undefined;
    const next = indexerOn(sharedClient(), world.tables, world.now, {
      ...{ pointerWrites: 'batch', onFailure },
    });
    const lives: string[] = [];

    const deaths = await dieEverywhere(
      newClient,
      world,
      {
        ...{ sides: ['after'], pointerWrites: 'batch' },
        counts: ({ command }) => /^(BatchWrite|Update)ItemCommand$/.test(command),
      },
      async ({ indexer }, life) => {
        lives.push(life);
        await writeAll(world, life, async () => deliver(await ring(), next));
        const keys = await ring();
        await indexBatch(keys, indexer).catch(() => undefined);
        await deliver(keys, next);
      },
    );

    const stored = await readStored(sharedClient(), world.tables);
    expect(deaths).toBeGreaterThan(10);
    expect(await tableDisagreements(world, sharedClient())).toEqual([]);
    expect(strayPointers(heldBy(stored, 'community'))).not.toEqual([]);
    const named = (...names: string[]) =>
      lives.flatMap((life) => names.map((name) => `${name}-${life}.example`)).sort();
    for (const order of ['newest', 'oldest']) {
      const query = (tag: string) => `tag=${tag}&sort=${order}&limit=2`;
      expect(await pagesOf(world, query('one'))).toEqual(named('new'));
      expect(await pagesOf(world, query('two'))).toEqual(named('back', 'moved', 'new'));
      expect(await pagesOf(world, query('three'))).toEqual(named('moved'));
    }

    const deps = repairDeps(sharedClient(), world.tables, world.now);
    const checked = await runJob({ job: 'check' }, deps);
    const mended = await runJob({ job: 'reconcile' }, deps);
    const after = await runJob({ job: 'check' }, deps);

    expect(checked.strays).toBeGreaterThan(5);
    expect([mended.strays, after.strays]).toEqual([checked.strays, 0]);
    expect([checked.drift, mended.drift, after.drift]).toEqual([{}, {}, {}]);
    const held = heldBy(await readStored(sharedClient(), world.tables), 'community');
    expect(strayPointers(held)).toEqual([]);
    expect(await tableDisagreements(world, sharedClient())).toEqual([]);
  }, 60_000);
});
