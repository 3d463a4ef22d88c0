import { matchBatch } from '../../../lambdas/matching/match-batch';
import { communities } from '../../support/community';
import { meter } from '../../support/metered';
import { toldIn, watched } from '../../support/watched';

const { community, newTables, newClient } = communities();

async function newWorld() {
  const client = newClient();
  return watched(client, await community({ client, tables: await newTables(true) }));
}

describe('a watch', () => {
  it.each([
    ['a value', { exact: ['EVIL[.]example'] }, { value: 'evil.example' }],
    ['a domain and below', { below: ['evil.com'] }, { value: 'https://a.b.evil.com/x' }],
    ['a block around', { inside: ['192.0.2.0/25'] }, { value: '192.0.2.9' }],
    ['a block in', { contains: ['198.51.100.7'] }, { value: '198.51.100.0/28' }],
    ['a tag', { tags: ['phish'] }, { value: 'a.example', tags: ['other', 'phish'] }],
    [
      'a type',
      { types: ['DOMAIN'], confidenceAtLeast: 50 },
      { value: 'a.example', confidence: 50 },
    ],
    ['a status', { types: ['DOMAIN'], statusAtLeast: 'SUSPICIOUS' }, { value: 'a.example' }],
  ])('is met by %s', async (_, condition, descriptor) => {
    const world = await newWorld();
    const { id } = (await world.watch(world.bob, [condition])).body;

    const { value } = descriptor;
    await world.publish(world.alice, descriptor);

    const told = await world.match();
    expect(toldIn(told)).toEqual([`new ${value} to ${id}`]);
    expect(told[0]).toMatchObject({ change: { audience: 'community', kind: 'descriptor' } });
  });

  it('is not met by what falls short in one thing, nor by its own member', async () => {
    const world = await newWorld();
    await world.watch(world.bob, [
      { below: ['evil.com'], severityAtLeast: 'SEVERE' },
      { exact: ['mine.example'] },
      { owners: [world.carol.id] },
      { inside: ['192.0.2.0/28'] },
    ]);

    await world.publish(world.alice, { value: 'x.evil.com', severity: 'WARNING' });
    await world.publish(world.alice, { value: 'notevil.com', severity: 'SEVERE' });
    await world.publish(world.alice, { value: '192.0.2.0/24' });
    await world.publish(world.bob, { value: 'mine.example' });

    expect(await world.match()).toEqual([]);
  });

  it('that is removed or has other conditions is met no more by what it said', async () => {
    const world = await newWorld();
    const { token } = world.bob;
    const [a, b] = [
      (await world.watch(world.bob, [{ tags: ['t'] }])).body,
      (await world.watch(world.bob, [{ tags: ['t'] }, { tags: ['u'] }])).body,
    ];

    await world.call(`DELETE /v1/watches/${a.id}`, { token });
    const conditions = [{ tags: ['u'] }, { exact: ['x.example'] }];
    await world.call(`PATCH /v1/watches/${b.id}`, { token, body: { conditions } });
    await world.publish(world.alice, { value: 'a.example', tags: ['t'] });
    await world.publish(world.alice, { value: 'b.example', tags: ['u'] });
    await world.publish(world.alice, { value: 'x.example' });

    expect(toldIn(await world.match())).toEqual([
      `new b.example to ${b.id}`,
      `new x.example to ${b.id}`,
    ]);
  });
});

describe('what was told of', () => {
  it('is told as changed, as no longer meant, and as withdrawn', async () => {
    const world = await newWorld();
    const { id } = (await world.watch(world.bob, [{ tags: ['t'] }])).body;
    await world.publish(world.alice, { value: 'a.example', tags: ['t'] });
    for (const message of await world.match()) await world.tell(message);

    await world.publish(world.alice, { value: 'a.example', tags: ['t'], severity: 'SEVERE' });
    const changed = await world.match();
    const { id: descriptor } = await world.publish(world.alice, { value: 'a.example' });
    const unmeant = await world.match();
    await world.call(`DELETE /v1/descriptors/${descriptor}`, { token: world.alice.token });
    const gone = await world.match();

    expect(toldIn(changed)).toEqual([`changed a.example to ${id}`]);
    expect(toldIn(unmeant)).toEqual([`changed a.example to ${id}`]);
    expect(gone).toEqual([]);
  });

  it('is told as withdrawn once it is retracted', async () => {
    const world = await newWorld();
    const { id } = (await world.watch(world.bob, [{ tags: ['t'] }])).body;
    const published = await world.publish(world.alice, { value: 'a.example', tags: ['t'] });
    for (const message of await world.match()) await world.tell(message);

    await world.call(`DELETE /v1/descriptors/${published.id}`, { token: world.alice.token });

    expect(toldIn(await world.match())).toEqual([`withdrawn a.example to ${id}`]);
  });
});

describe('what leaves while its message is on its way', () => {
  it('is told as withdrawn to whom it was meant, though nobody is known to be told yet', async () => {
    const world = await newWorld();
    const { alice, bob, carol, call } = world;
    const { id } = (await world.watch(bob, [{ tags: ['t'] }])).body;
    const mine = (await world.watch(carol, [{ mine: true }])).body;
    await world.publish(carol, { value: 'a.example' });
    await world.match();
    const published = await world.publish(alice, { value: 'a.example', tags: ['t'] });
    const late = await world.match();

    await call(`DELETE /v1/descriptors/${published.id}`, { token: alice.token });
    const gone = await world.match();
    for (const message of [...gone, ...late]) await world.notify(message);

    expect(toldIn(late)).toEqual([`about_mine a.example to ${mine.id}`, `new a.example to ${id}`]);
    expect(toldIn(gone)).toEqual(
      [id, mine.id].toSorted().map((watch) => `withdrawn a.example to ${watch}`),
    );
    for (const { token } of [bob, carol]) {
      expect((await call('GET /v1/matches', { token })).body.matches).toEqual([]);
    }
  });
});

describe('what others say of what is mine', () => {
  it('is told to whoever watches for it, and nobody else', async () => {
    const world = await newWorld();
    const { alice, bob, carol, call } = world;
    const { id } = (await world.watch(bob, [{ mine: true }])).body;
    const mine = await world.publish(bob, { value: 'a.example' });
    await world.publish(carol, { value: 'other.example' });
    expect(await world.match()).toEqual([]);

    await world.publish(alice, { value: 'a.example', status: 'NON_MALICIOUS' });
    const disputed = await world.match();
    const body = { text: 'Are you sure?', audience: { community: true } };
    await call(`POST /v1/indicators/${mine.indicatorId}/comments`, { token: carol.token, body });
    const spoken = await world.match();

    expect(toldIn(disputed)).toEqual([`about_mine a.example to ${id}`]);
    expect(toldIn(spoken)).toEqual([`about_mine a.example to ${id}`]);
  });
});

describe('what it costs', () => {
  it('reads the head once in a batch that nobody watches for, and nothing else', async () => {
    const world = await newWorld();
    for (let at = 0; at < 5; at++) await world.watch(world.bob, [{ exact: [`w${at}.example`] }]);
    await world.publish(world.alice, { value: 'first.example' });
    await world.match();
    for (let at = 0; at < 20; at++) await world.publish(world.alice, { value: `n${at}.example` });
    await world.index();
    const changes = await world.readFeeds();

    const counted = meter(world.client);
    await matchBatch(changes, world.matcher);

    expect(changes.length).toBeGreaterThan(20);
    expect(counted).toEqual({ roundTrips: 1, units: 1 });
  });
});
