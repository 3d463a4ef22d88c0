import { addMember, communities, startOfTime } from '../../support/community';
import { type Departing, departing } from '../../support/departures';
import { meter } from '../../support/metered';

const { community, newClient } = communities();

const words = { value: 'a.example', status: 'MALICIOUS' };
const looks: readonly (readonly [string, object?])[] = [
  ['GET /v1/feeds'],
  ['GET /v1/feeds/community'],
  ['GET /v1/feeds/community?after=17'],
  ['GET /v1/indicators?value=a.example'],
  ['POST /v1/lookups', { values: ['a.example', 'b.example'] }],
  ['POST /v1/lookups', { values: ['a.example'], expand: true }],
  ['POST /v1/share-plans', { drafts: [{ ...words, audience: { community: true } }] }],
  ['GET /v1/me'],
  ['POST /v1/descriptors', { ...words, value: 'c.example', audience: { community: true } }],
  ['GET /v1/groups'],
];

/** All that Carol is told, with what it costs, in a world whose Dora says nothing to her; and is shut out, or not. */
async function tellings(shutOut: (world: Departing) => Promise<unknown>): Promise<string[]> {
  const client = newClient();
  // So that both worlds look at the same moments and draw the same, however often each was asked in between.
  const still = { micros: startOfTime, drawn: 0 };
  const random = (bytes: number) => {
    still.drawn += 1;
    return Buffer.alloc(bytes, still.drawn);
  };
  const world = await departing(await community({ client, random, now: () => still.micros }));
  const audience = { community: true };
  await world.call('POST /v1/descriptors', {
    token: world.alice.token,
    body: { ...words, audience },
  });
  await world.publish('a.example', { groups: [world.ring.id] });
  await world.publish('b.example', { members: [world.bob.id] });
  const counted = meter(client);
  const told: string[] = [];
  for (const minute of [0, 1, 2, 3, 4, 5]) {
    still.micros = startOfTime + (60 + minute) * 60_000_000;
    if (minute === 1) await shutOut(world);
    await world.sweep();
    await world.index();
    for (const [at, [line, body]] of looks.entries()) {
      still.drawn = 100 + at;
      const before = { ...counted };
      const { token } = world.carol;
      const { status, headers, text } = await world.call(line, body ? { token, body } : { token });
      const cost = [counted.roundTrips - before.roundTrips, counted.units - before.units];
      told.push(JSON.stringify([minute, line, status, headers, text, cost]));
    }
  }
  return told;
}

describe('two worlds that differ in whether a member is shut out that an observer knows nothing of', () => {
  it.each(['quarantined', 'suspended', 'expelled'])(
    '(%s) tell it the same, read by read',
    async (state) => {
      const shut = await tellings((world) => world.decide(state));
      const open = await tellings(async () => undefined);

      const at = shut.findIndex((line, n) => line !== open[n]);
      expect(shut[at]).toBe(open[at]);
      expect(shut).toHaveLength(6 * looks.length);
    },
  );

  it('are told apart by those who saw its words', async () => {
    const world = await departing(await community());
    const { bob, ring } = world;
    await world.publish('a.example', { groups: [ring.id] });
    const look = () => world.call(`GET /v1/feeds/group:${ring.id}`, { token: bob.token });
    const before = await look();

    await world.decide('quarantined');
    world.wait(20);

    expect((await look()).text).not.toBe(before.text);
  });

  it('and a member that joins later is shown nothing of what is hidden', async () => {
    const world = await departing(await community());
    const { operator, ring, dora, bob } = world;
    await world.publish('a.example', { groups: [ring.id] });
    await world.decide('quarantined');
    const eve = await addMember(world, operator.token, 'Eve Energy');
    const members = [dora.id, bob.id, eve.id].filter((id) => id !== dora.id);
    const line = `PUT /v1/groups/${ring.id}/members`;
    await world.call(line, { token: operator.token, body: { members } });

    const { body } = await world.call(`GET /v1/feeds/group:${ring.id}`, { token: eve.token });

    expect(body.changes).toMatchObject([{ withheld: true }]);
    expect(JSON.stringify(body.changes)).not.toContain('a.example');
  });
});
