import type { DeliveryMessage } from '../../../lambdas/contracts/delivery-message';
import { communities } from '../../support/community';
import { type Meter, meter } from '../../support/metered';
import { receivers } from '../../support/receiver';
import { watched } from '../../support/watched';
import { activeEndpoint } from '../../support/watching';

const { community, newTables, newClient } = communities();

/** Bob watches a domain and has an endpoint; what each step costs is counted. */
async function metered() {
  let now = () => 0;
  const at = receivers(() => now());
  const rings: DeliveryMessage[] = [];
  const client = newClient();
  const tables = await newTables(true);
  const world = await watched(
    client,
    await community({ client, tables, rings, outgoing: at.call }),
  );
  now = world.now;
  await activeEndpoint(world, world.bob, at);
  await world.watch(world.bob, [{ below: ['evil.com'] }]);
  await world.keep();
  const counted = meter(client);
  const costOf = async (act: () => Promise<unknown>): Promise<Meter> => {
    const before = { ...counted };
    await act();
    const { roundTrips, units } = counted;
    return { roundTrips: roundTrips - before.roundTrips, units: units - before.units };
  };
  return { ...world, at, rings, costOf };
}

/** Read and write units as the engine counts them; the README says the same. */
describe('what being told costs', () => {
  it('a watch: one transaction, its postings and the matcher told of them', async () => {
    const { watch, bob, costOf } = await metered();

    const ofOne = await costOf(() => watch(bob, [{ exact: ['a.example'] }]));
    const values = Array.from({ length: 100 }, (_, n) => `h${n}.example`);
    const ofHundred = await costOf(() => watch(bob, [{ exact: values }]));

    // Who asks; the watch, its count and its task; the watch again; a posting a value; two of the tokens; the task.
    expect(ofOne).toEqual({ roundTrips: 7, units: 16 });
    expect(ofHundred).toEqual({ roundTrips: 7, units: 223 });
  });

  it('a match: read who watches, and one transaction; a delivery: two, whatever is in it', async () => {
    const { publish, match, notify, alice, costOf, deliverRung, at, rings } = await metered();
    const told = async (value: string) => {
      await publish(alice, { value });
      const [message] = await match();
      if (!message) throw new Error('nothing was met');
      return message;
    };

    const first = await told('a.evil.com');
    const ofMatch = await costOf(() => notify(first));
    const ofDelivery = await costOf(deliverRung);
    for (let n = 0; n < 10; n++) await notify(await told(`n${n}.evil.com`));
    rings.splice(1);
    const ofTen = await costOf(deliverRung);

    expect(at.deliveries()).toHaveLength(2);
    expect(ofMatch).toEqual({ roundTrips: 5, units: 13 });
    expect(ofDelivery).toEqual({ roundTrips: 7, units: 22 });
    expect(ofTen).toEqual({ roundTrips: 7, units: 49 });
  });
});
