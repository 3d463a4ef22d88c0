import type { DeliveryMessage } from '../../../lambdas/contracts/delivery-message';
import { communities } from '../../support/community';
import { inProcessExchange } from '../../support/exchange';
import { besiege } from '../../support/hostile';
import { dyingAt, queueCall } from '../../support/hostile-faults';
import { receivers } from '../../support/receiver';
import { activeEndpoint, publishFor, putWatch } from '../../support/watching';

const { community, newTables, newClient } = communities();

/** Bob watches and has an endpoint; a mortal process shares the queue with the world that outlives it. */
async function watched() {
  const clock = { now: () => 0 };
  const at = receivers(() => clock.now());
  const rings: DeliveryMessage[] = [];
  const world = await community({ tables: await newTables(), outgoing: at.call, rings });
  clock.now = world.now;
  await putWatch(world, world.bob);
  const endpoint = await activeEndpoint(world, world.bob, at);
  const mortal = async (n: number, side: 'before' | 'after') => {
    const death = dyingAt(n, side);
    const client = await besiege(newClient(), death.fault);
    const { tables, now, random } = world;
    const onError = () => undefined;
    // It may die at what it sends to the queue as at any call.
    const ring = (messages: readonly DeliveryMessage[]) =>
      death.fault(queueCall('SendMessageBatch'), async () => void rings.push(...messages));
    const parts = { client, tables, now, random, onError, rings, ring, outgoing: at.call };
    return { process: inProcessExchange(parts), client, death };
  };
  return { world, at, rings, mortal, endpoint };
}

/** Lets everything that is due come, as minutes pass. */
async function settle({ world }: Awaited<ReturnType<typeof watched>>) {
  for (let minute = 0; minute < 4; minute++) {
    world.wait(60);
    await world.sweepDue();
    await world.deliverRung();
  }
}

describe.each(['before', 'after'] as const)('a process that dies %s any of its calls', (side) => {
  it('as the notifier loses no match and tells none twice', async () => {
    const setting = await watched();
    const { world, at, mortal } = setting;
    let deaths = 0;
    for (let n = 1; ; n++) {
      const { process, client, death } = await mortal(n, side);
      const message = await publishFor(world, world.alice, world.bob, `n${n}.example`);
      await process.notify(message).catch(() => undefined);
      client.destroy();

      await world.notify(message);
      await settle(setting);

      // Not by the next that is told.
      const sent = at.deliveries().flatMap(({ body: { data } }) => data.matches);
      expect(sent).toHaveLength(n);
      if (!death.hasCome) break;
      deaths += 1;
    }

    const { matches } = (await world.call('GET /v1/matches', { token: world.bob.token })).body;
    const delivered = at.deliveries().flatMap(({ body: { data } }) => data.matches);
    expect(deaths).toBeGreaterThan(4);
    expect(matches).toHaveLength(deaths + 1);
    expect(delivered.map(({ id }) => id).sort()).toEqual(
      matches.map(({ id }: { id: string }) => id).sort(),
    );
  });

  it('as the deliverer sends every match, each time under one webhook-id', async () => {
    const setting = await watched();
    const { world, at, rings, mortal } = setting;
    let deaths = 0;
    for (let n = 1; ; n++) {
      await world.notify(await publishFor(world, world.alice, world.bob, `d${n}.example`));
      const [message] = rings;
      // What fails is sent to the queue again, for its next attempt.
      at.answer(500, 200);
      const { process, client, death } = await mortal(n, side);
      await process.deliverRung().catch(() => undefined);
      client.destroy();
      // The queue brings back what was not deleted.
      if (death.hasCome && message) rings.push(message);
      await world.deliverRung();
      await settle(setting);

      if (!death.hasCome) break;
      deaths += 1;
    }

    const { matches } = (await world.call('GET /v1/matches', { token: world.bob.token })).body;
    const idsOf = new Map<string, Set<string>>();
    for (const { id, body, isVerified } of at.deliveries()) {
      expect(isVerified).toBe(true);
      for (const match of body.data.matches) {
        idsOf.set(match.id, (idsOf.get(match.id) ?? new Set()).add(id));
      }
    }
    expect(deaths).toBeGreaterThan(5);
    expect([...idsOf.keys()].sort()).toEqual(matches.map(({ id }: { id: string }) => id).sort());
    expect([...idsOf.values()].map(({ size }) => size)).toEqual(matches.map(() => 1));
    const { deliveries } = (await world.call('GET /v1/deliveries', { token: world.bob.token }))
      .body;
    expect(deliveries.filter(({ state }: { state: string }) => state !== 'delivered')).toEqual([]);
  });
});

describe('a deliverer that dies after any of its calls', () => {
  it('has put on record that it disabled an endpoint, or leaves that to who comes after', async () => {
    const setting = await watched();
    const { world, at, rings, mortal, endpoint } = setting;
    let deaths = 0;
    for (let n = 1; ; n++) {
      await world.call(`POST /v1/endpoints/${endpoint}/activation`, { token: world.bob.token });
      at.answer(410);
      await world.notify(await publishFor(world, world.alice, world.bob, `g${n}.example`));
      const [message] = rings;
      const { process, client, death } = await mortal(n, 'after');
      await process.deliverRung().catch(() => undefined);
      client.destroy();
      if (death.hasCome && message) rings.push(message);
      await settle(setting);

      const { notices } = (await world.call('GET /v1/me', { token: world.bob.token })).body;
      const told = new Set([...process.told, ...world.told].map(({ id }) => id));
      expect(notices).toHaveLength(1);
      expect(told).toContain(`${endpoint}/disabled/${notices[0].at}`);
      if (!death.hasCome) break;
      deaths += 1;
    }

    expect(deaths).toBeGreaterThan(5);
  });
});
