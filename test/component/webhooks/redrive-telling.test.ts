import type { DeliveryMessage } from '../../../lambdas/contracts/delivery-message';
import { redriveTelling } from '../../../lambdas/matches/redrive-telling';
import { reasonOf } from '../../../lambdas/platform/parked-queue';
import { communities } from '../../support/community';
import { parkedIn } from '../../support/parked';
import { receivers } from '../../support/receiver';
import { activeEndpoint, publishFor, putWatch } from '../../support/watching';

const { community } = communities();

describe('what is parked on the way from a match to its receiver', () => {
  it('is told and delivered; what can never work stays, with a reason and nothing of what it says', async () => {
    const rings: DeliveryMessage[] = [];
    let now = () => 0;
    const at = receivers(() => now());
    const world = await community({ outgoing: at.call, rings });
    now = world.now;
    const { alice, bob, notify, deliverRung } = world;
    await putWatch(world, bob);
    const endpoint = await activeEndpoint(world, bob, at);
    const good = await publishFor(world, alice, bob, 'a.example');
    const bad = {
      ...good,
      change: { ...good.change, id: '7', projection: 'not JSON: secret.example' },
    };
    const lost = await publishFor(world, alice, bob, 'b.example');
    await notify(lost);
    // Its ring was taken out of the queue, and failed.
    const ring = rings.splice(0);
    const matched = parkedIn([
      { id: 'm1', about: [bad] },
      { id: 'm2', about: [], hopeless: 'it is no message of that queue' },
      { id: 'm3', about: [good] },
    ]);
    const deliveries = parkedIn([{ id: 'd1', about: ring }]);
    const send = async (messages: readonly DeliveryMessage[]) => void rings.push(...messages);

    const reply = await redriveTelling({
      ...{ matched, deliveries, notify, send, reasonOf, hasTime: () => true },
    });
    const rung = [...rings];
    await deliverRung();

    expect(reply.redriven).toBe(2);
    expect(reply.left).toEqual([
      { what: '7', reason: 'SyntaxError' },
      { what: 'm2', reason: 'it is no message of that queue' },
    ]);
    expect(matched.waiting.map(({ id }) => id)).toEqual(['m1', 'm2']);
    expect(deliveries.waiting).toEqual([]);
    expect(rung).toEqual([
      { member: bob.id, endpoint },
      { member: bob.id, endpoint },
    ]);
    const told = at.deliveries().flatMap(({ body }) => body.data.matches);
    expect(told.map(({ objectId }) => objectId).toSorted()).toEqual(
      [good, lost].map(({ change }) => change.id).toSorted(),
    );
  });
});
