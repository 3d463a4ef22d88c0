import { pauseBeforeRetry } from '../../../lambdas/indexing/pause';
import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { indexerOn } from '../../support/exchange';
import { feedCopy, follow, isProved, readOn } from '../../support/feed-copy';
import { besiege, type Draw, seeded } from '../../support/hostile';
import { emptyLedger, play } from '../../support/hostile-script';
import { halfVisible, type LateKind, type Lateness, lateKinds } from '../../support/hostile-veil';

const { community, newTables, newClient, sharedClient } = communities();

/** A world in which everybody looks through one veil, with two indexers. */
async function veiledWorld(lateness: Lateness) {
  const tables = await newTables();
  const veil = halfVisible(sharedClient(), lateness);
  const veiled = () => besiege(newClient(), veil);
  const world = await community({ tables, client: await veiled() });
  const quiet = { onFailure: () => undefined, pause: pauseBeforeRetry };
  const indexer = async () => indexerOn(await veiled(), tables, world.now, quiet);
  const read = (query: string) =>
    world.call(`GET /v1/feeds/community?${query}`, { token: world.bob.token });
  const publish = async (value: string, who: 'alice' | 'bob', status = 'MALICIOUS') => {
    const body = { value, status, audience: { community: true } };
    await world.call('POST /v1/descriptors', { token: world[who].token, body });
  };
  const ring = doorbell(sharedClient(), world);
  return { world, slow: await indexer(), quick: await indexer(), read, publish, ring };
}

describe('while a transaction of one indexer is half visible', () => {
  const acts = ['the same record', 'an older opinion on its value', 'another value'];
  const cases = [...lateKinds.map((kind) => [kind]), lateKinds].flatMap((kinds) =>
    acts.map((act): [string, readonly LateKind[]] => [act, kinds]),
  );

  it.each(cases)('another at %s loses nothing (late: %j)', async (act, kinds) => {
    let isLate = false;
    let lift: () => void = () => undefined;
    const lifted = new Promise<void>((resolve) => {
      lift = resolve;
    });
    const lateness = () => ({ kinds: isLate ? kinds : [], pause: () => lifted });
    const { world, slow, quick, read, publish, ring } = await veiledWorld(lateness);
    await publish('a.example', 'alice');
    await deliver(await ring(), quick);
    const copy = feedCopy();
    await readOn(copy, read);
    await publish('a.example', 'bob');
    const keys = await ring();

    isLate = true;
    const committing = deliver(keys, slow);
    await untilCommitted(world);
    isLate = false;
    if (act === 'another value') await publish('b.example', 'alice');
    if (act === 'an older opinion on its value') await publish('a.example', 'alice', 'UNKNOWN');
    const others = [...(await ring()), ...(act === 'the same record' ? keys : [])];
    const beside = deliver(others, quick).catch(() => undefined);
    await Promise.race([beside, new Promise((resolve) => setTimeout(resolve, 150))]);
    await readOn(copy, read);
    lift();
    await Promise.all([committing, beside]);
    await deliver(others, quick);
    while (await readOn(copy, read));

    expect(isProved(copy)).toBe(true);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  /** Until the head of the community, which is never late, is at its second change. */
  async function untilCommitted({ call, bob }: Awaited<ReturnType<typeof community>>) {
    for (let time = 0; time < 500; time++) {
      const { body } = await call('GET /v1/feeds', { token: bob.token });
      const feed = body.feeds.find(
        ({ audience }: { audience: string }) => audience === 'community',
      );
      if (feed.head.count === 2) return;
    }
    throw new Error('the slow indexer never came to its commit');
  }
});

describe('transactions of which any may be half visible', () => {
  it('hide nothing for good from readers and other indexers', async () => {
    const draw = seeded(3);
    const { world, slow, quick, read, ring } = await veiledWorld(() => someLateness(draw));
    const reader = follow(read);
    const ledger = emptyLedger();

    for (let round = 0; round < 5; round++) {
      await play({ world, call: world.call, draw, acts: 10, ledger });
      const keys = await ring();
      const half = Math.ceil(keys.length / 2);
      await Promise.all([deliver(keys, slow), deliver(keys.slice(half), quick)]);
    }

    expect(isProved(await reader.stop())).toBe(true);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  function someLateness(draw: Draw) {
    const isSlow = draw() < 0.5;
    return {
      kinds: lateKinds.filter(() => isSlow && draw() < 0.7),
      pause: () => new Promise<void>((resolve) => setTimeout(resolve, 8 * draw())),
    };
  }
});
