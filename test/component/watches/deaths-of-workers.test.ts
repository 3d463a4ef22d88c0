import type { MatchedMessage } from '../../../lambdas/contracts/matched-message';
import type { Parked } from '../../../lambdas/core/redrive';
import { tokenKey, watchTokens } from '../../../lambdas/core/watch/tokens';
import { keepWatches } from '../../../lambdas/matching/keep-watches';
import { redriveMatches } from '../../../lambdas/matching/redrive-matches';
import { reasonOf } from '../../../lambdas/platform/parked-queue';
import { type FeedRecord, readFeedRecord } from '../../../lambdas/store/feed-records';
import { communities } from '../../support/community';
import { besiege, type Fault } from '../../support/hostile';
import { dyingAt, queueCall } from '../../support/hostile-faults';
import { keeperOn, matcherOn, toldIn, watched } from '../../support/watched';

const { community, newTables, newClient } = communities();

async function newWorld() {
  const client = newClient();
  return watched(client, await community({ client, tables: await newTables(true) }));
}

/** A worker that dies at its n-th call, of a table or a queue; what it has sent before is in `sent`. */
async function mortal(n: number, sent: MatchedMessage[]) {
  // Before a call is after the one before it.
  const death = dyingAt(n, 'before');
  const client = await besiege(newClient(), death.fault);
  const send = (messages: readonly MatchedMessage[]) =>
    death.fault(queueCall('SendMessageBatch'), async () => {
      sent.push(...messages);
      return new Map<MatchedMessage, unknown>();
    });
  return { client, death, send };
}

describe('a worker that dies at any of its calls', () => {
  it('as the keeper of watches has told all that was there, and ended what is over, once it has come by again', async () => {
    const world = await newWorld();
    const { tables, now, bob, stores } = world;
    for (const value of ['a.evil.com', 'b.evil.com']) await world.publish(world.alice, { value });
    await world.match();
    let deaths = 0;

    for (let n = 1; ; n++) {
      const { id } = (await world.watch(bob, [{ below: ['evil.com'] }])).body;
      const expiresAt = new Date(now() / 1000 + 60_000).toISOString();
      const value = `ends${n}.example`;
      await world.watch(bob, [{ exact: [value] }], { expiresAt });
      world.wait(61);
      const sent: MatchedMessage[] = [];
      const { client, death, send } = await mortal(n, sent);
      const keeper = { ...keeperOn({ client, tables, now }, []), send };
      await keepWatches(() => true, keeper).catch(() => undefined);
      client.destroy();

      world.wait(61);
      sent.push(...(await world.keep()));

      const { retro } = (await stores.watches.read(bob.id, id)) ?? {};
      expect(new Set(toldIn(sent))).toEqual(
        new Set([`new a.evil.com to ${id}`, `new b.evil.com to ${id}`]),
      );
      expect(retro).toMatchObject({ state: 'done', complete: true });
      const key = tokenKey(watchTokens.value({ type: 'DOMAIN', value }));
      expect(await stores.postings.isEmpty(key)).toBe(true);
      await world.call(`DELETE /v1/watches/${id}`, { token: bob.token });
      if (!death.hasCome) break;
      deaths += 1;
    }

    expect(deaths).toBeGreaterThan(10);
    expect(await stores.tasks.list()).toEqual([]);
  });

  it('as the redriver of what the matcher parked has told all of it once it is called again', async () => {
    const world = await newWorld();
    const { id } = (await world.watch(world.bob, [{ below: ['evil.com'] }, { mine: true }])).body;
    await world.publish(world.bob, { value: 'mine.example' });
    await world.match();
    let deaths = 0;

    for (let n = 1; ; n++) {
      await world.publish(world.alice, { value: `x${n}.evil.com` });
      await world.publish(world.alice, { value: 'mine.example', description: `again ${n}` });
      await world.index();
      const records = (await world.readFeeds()).flatMap(readFeedRecord);
      const sent: MatchedMessage[] = [];
      const { client, death, send } = await mortal(n, sent);
      const parked = parkedQueue(records);
      const dying = { ...matcherOn(client, world, []), send, queue: parked.as(death.fault) };
      await redriveMatches({ ...dying, reasonOf, hasTime: () => true }).catch(() => undefined);
      client.destroy();

      parked.comeBack();
      const living = { ...matcherOn(world.client, world, sent), queue: parked.as() };
      const reply = await redriveMatches({ ...living, reasonOf, hasTime: () => true });

      expect(reply.left).toEqual([]);
      expect(parked.isEmpty()).toBe(true);
      expect(new Set(toldIn(sent))).toEqual(
        new Set([`new x${n}.evil.com to ${id}`, `about_mine mine.example to ${id}`]),
      );
      if (!death.hasCome) break;
      deaths += 1;
    }

    expect(deaths).toBeGreaterThan(8);
  });
});

/** A message for each record; what somebody took and did not remove comes back after his death. */
function parkedQueue(records: readonly FeedRecord[]) {
  let waiting: Parked<FeedRecord>[] = records.map((record, at) => ({
    ...{ id: `m${at}`, handle: `m${at}`, about: [record] },
  }));
  const taken = new Set<Parked<FeedRecord>>();
  const asIs: Fault = (_, pass) => pass();
  return {
    as: (fault = asIs) => ({
      receive: () =>
        fault(queueCall('ReceiveMessage'), async () => {
          const some = waiting.splice(0, 2);
          for (const one of some) taken.add(one);
          return some;
        }),
      remove: (message: Parked<FeedRecord>) =>
        fault(queueCall('DeleteMessage'), async () => void taken.delete(message)),
      release: (message: Parked<FeedRecord>) =>
        fault(queueCall('ChangeMessageVisibility'), async () => {
          taken.delete(message);
          waiting.push(message);
        }),
    }),
    comeBack() {
      waiting = [...waiting, ...taken];
      taken.clear();
    },
    isEmpty: () => waiting.length + taken.size === 0,
  };
}
