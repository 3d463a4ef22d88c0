import { communities } from '../support/community';
import { type Meter, meter } from '../support/metered';

const { newClient, community: newCommunity } = communities();

async function community() {
  const client = newClient();
  const world = await newCommunity({ client });
  // The first request of a member to a function leases and fills its cache; what follows is what each costs.
  for (const { token } of [world.alice, world.bob]) {
    for (const line of ['GET /v1/feeds', 'GET /v1/indicators/1', 'DELETE /v1/descriptors/1']) {
      await world.call(line, { token });
    }
  }
  return { ...world, counted: meter(client) };
}

async function costOf(counted: Meter, act: () => Promise<unknown>): Promise<Meter> {
  const before = { ...counted };
  await act();
  return {
    roundTrips: counted.roundTrips - before.roundTrips,
    units: counted.units - before.units,
  };
}

const values = (count: number) => Array.from({ length: count }, (_, at) => `h${at}.example`);

/** Read and write units as the engine counts them; the README's table says the same. */
describe('what an operation costs', () => {
  const audience = { community: true };

  it('publish: a strong read of the directory and one conditional put', async () => {
    const { call, counted, alice } = await community();
    const body = { value: 'a.example', status: 'MALICIOUS', audience };

    const cost = await costOf(counted, () =>
      call('POST /v1/descriptors', { token: alice.token, body }),
    );

    expect(cost).toEqual({ roundTrips: 2, units: 1 + 1 });
  });

  it('a batch: the directory once, and one put for each', async () => {
    const { call, counted, alice } = await community();
    const descriptors = values(50).map((value) => ({ value, status: 'MALICIOUS', audience }));

    const cost = await costOf(counted, () =>
      call('POST /v1/descriptors/batch', { token: alice.token, body: { descriptors } }),
    );

    expect(cost).toEqual({ roundTrips: 51, units: 1 + 50 });
  });

  it('an exact look-up: one query per audience', async () => {
    const { call, index, counted, alice, bob } = await community();
    const body = { value: 'a.example', status: 'MALICIOUS', audience };
    await call('POST /v1/descriptors', { token: alice.token, body });
    await index();

    const cost = await costOf(counted, () =>
      call('GET /v1/indicators?value=a.example', { token: bob.token }),
    );

    expect(cost).toEqual({ roundTrips: 3, units: 3 * 0.5 });
  });

  it('many values: the heads, what came since, and half a unit for each that is known', async () => {
    const { call, index, counted, alice, bob } = await community();
    const descriptors = values(10).map((value) => ({ value, status: 'MALICIOUS', audience }));
    await call('POST /v1/descriptors/batch', { token: alice.token, body: { descriptors } });
    await index();
    const look = { token: bob.token, body: { values: values(1000) } };

    const first = await costOf(counted, () => call('POST /v1/lookups', look));
    const next = await costOf(counted, () => call('POST /v1/lookups', look));

    expect(first).toEqual({ roundTrips: 1 + 3 + 1, units: 3 + 3 + 10 * 0.5 });
    expect(next).toEqual({ roundTrips: 1 + 1, units: 3 + 10 * 0.5 });
  });

  it('a feed page: the head and one query', async () => {
    const { call, index, counted, alice, bob } = await community();
    const body = { value: 'a.example', status: 'MALICIOUS', audience };
    await call('POST /v1/descriptors', { token: alice.token, body });
    await index();

    const cost = await costOf(counted, () => call('GET /v1/feeds/community', { token: bob.token }));

    expect(cost).toEqual({ roundTrips: 2, units: 2 });
  });

  it('the same with a thousand times as much stored', async () => {
    const { call, index, counted, alice, bob } = await community();
    const look = () => call('GET /v1/indicators?value=h0.example', { token: bob.token });
    const publish = async (some: readonly string[]) => {
      const descriptors = some.map((value) => ({ value, status: 'MALICIOUS', audience }));
      await call('POST /v1/descriptors/batch', { token: alice.token, body: { descriptors } });
      await index();
    };
    await publish(values(1));
    const few = await costOf(counted, look);

    await publish(values(1000));

    expect(await costOf(counted, look)).toEqual(few);
  });
});
