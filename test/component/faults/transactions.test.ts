import { pauseBeforeRetry } from '../../../lambdas/indexing/pause';
import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { indexerOn } from '../../support/exchange';
import { follow, isProved } from '../../support/feed-copy';
import { besiege, type Draw, type Fault, seeded } from '../../support/hostile';
import { conflicting, dawdling, losingAnswers, throttling } from '../../support/hostile-faults';
import { emptyLedger, play } from '../../support/hostile-script';

const { community, newTables, newClient, sharedClient } = communities();

const faults: [string, (draw: Draw) => Fault[]][] = [
  ['conflict', (draw) => [conflicting(0.3, draw)]],
  ['are throttled', (draw) => [throttling(0.3, draw)]],
  ['time out after they are through', (draw) => [losingAnswers(0.4, draw)]],
  [
    'do all of this',
    (draw) => [conflicting(0.1, draw), throttling(0.1, draw), losingAnswers(0.2, draw)],
  ],
];

describe('writes of two indexers on the same audiences that', () => {
  it.each(faults)('%s: a reader that polls all the while misses nothing', async (_, of) => {
    const draw = seeded(7);
    const tables = await newTables();
    const world = await community({ tables });
    const indexer = async () =>
      indexerOn(await besiege(newClient(), dawdling(draw), ...of(draw)), tables, world.now, {
        ...{ onFailure: () => undefined, pause: pauseBeforeRetry },
      });
    const indexers = [await indexer(), await indexer()];
    const ring = doorbell(sharedClient(), world);
    const reader = follow((query) =>
      world.call(`GET /v1/feeds/community?${query}`, { token: world.bob.token }),
    );
    const ledger = emptyLedger();
    let copy: Awaited<ReturnType<typeof reader.stop>>;

    try {
      for (let round = 0; round < 4; round++) {
        await play({ world, call: world.call, draw, acts: 12, ledger });
        const keys = await ring();
        const half = Math.ceil(keys.length / 2);
        const batches = [keys, [...keys.slice(half), ...keys.slice(0, half)]];
        await Promise.all(
          // Where two of five answers are lost, a batch is parked now and then.
          indexers.map((indexer, at) => deliver(batches[at] ?? [], indexer, { redrives: 2 })),
        );
      }
    } finally {
      // It would read on in whatever is tested next.
      copy = await reader.stop();
    }

    expect(isProved(copy)).toBe(true);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });
});
