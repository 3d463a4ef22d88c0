import { type DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { repair } from '../../lambdas/indexing/repair/repair';
import type { TableName } from '../../lib/tables';
import { disagreements } from '../support/agrees';
import { type Community, communities } from '../support/community';
import { inProcessExchange } from '../support/exchange';
import { feedCopy, isProved, readOn } from '../support/feed-copy';
import { repairDeps, runJob } from '../support/repairs';

const { community: newCommunity, newTables, sharedClient } = communities({ withBareClients: true });

type Tables = Readonly<Record<TableName, string>>;

async function filledWorld() {
  const world = await newCommunity();
  const { alice, bob, carol, group, call, index } = world;
  const tokens = [alice.token, bob.token, carol.token];
  for (let at = 0; at < 30; at++) {
    const token = tokens[at % 3] ?? alice.token;
    const audience = at % 4 === 0 && at % 3 < 2 ? { groups: [group.id] } : { community: true };
    const body = { value: `h${at % 20}.example`, status: 'MALICIOUS', tags: ['kit'], audience };
    const { id } = (await call('POST /v1/descriptors', { token, body })).body;
    if (at % 7 === 6) await call(`DELETE /v1/descriptors/${id}`, { token });
    if (at % 10 === 9) await index();
  }
  await index();
  return world;
}

async function copyTable(client: DynamoDBDocumentClient, from: string, to: string) {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from })) {
    for (const Item of Items) await client.send(new PutCommand({ TableName: to, Item }));
  }
}

/** Another exchange on copies of some of a world's tables, as a restore makes them. */
async function restored(world: Community, copied: readonly TableName[]) {
  const client = sharedClient();
  const tables: Tables = await newTables();
  for (const name of copied) await copyTable(client, world.tables[name], tables[name]);
  const { now, random } = world;
  const exchange = inProcessExchange({ client, tables, now, random });
  return { ...world, ...exchange, tables, deps: repairDeps(client, tables, now) };
}

async function copyOf({ call }: Pick<Community, 'call'>, token: string, audience: string) {
  const copy = feedCopy();
  const get = (query: string) => call(`GET /v1/feeds/${audience}?${query}`, { token });
  while (await readOn(copy, get));
  return copy;
}

const textsOf = ({ objects }: ReturnType<typeof feedCopy>) =>
  [...objects].map(([id, { text }]) => `${id} ${text}`).sort();

async function everyFeed(world: Pick<Community, 'call' | 'alice' | 'bob' | 'carol' | 'group'>) {
  const { alice, bob, carol, group } = world;
  const copies = await Promise.all([
    copyOf(world, bob.token, 'community'),
    copyOf(world, bob.token, `group:${group.id}`),
    ...[alice, bob, carol].map(({ token, id }) => copyOf(world, token, `member:${id}`)),
  ]);
  expect(copies.filter((copy) => !isProved(copy))).toEqual([]);
  return copies.map(textsOf);
}

async function everything(client: DynamoDBDocumentClient, tables: Tables) {
  const items: unknown[] = [];
  for (const TableName of [tables.exchange, tables.audienceIndex, tables.feed]) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      items.push(...Items.filter(({ pk }) => !String(pk).startsWith('job/')));
    }
  }
  return items;
}

describe('a restore', () => {
  it('makes a working exchange of copies of Exchange and Directory alone', async () => {
    const world = await filledWorld();
    const copy = await restored(world, ['exchange', 'directory']);

    const reply = await runJob({ job: 'rebuild-index' }, copy.deps);

    expect(reply).toMatchObject({ state: 'done', failed: [], missing: [] });
    expect(await everyFeed(copy)).toEqual(await everyFeed(world));
    expect(await disagreements(copy, sharedClient())).toEqual([]);
    expect(await runJob({ job: 'check' }, copy.deps)).toMatchObject({ state: 'done', drift: {} });
  });

  it('comes to the digests of a fresh index of the same truth', async () => {
    const world = await filledWorld();
    const heads = async () => {
      const copy = await restored(world, ['exchange', 'directory']);
      const deps = { ...copy.deps, now: () => 1_800_000_000_000_000 };
      await runJob({ job: 'rebuild-index' }, deps);
      return Promise.all(
        (['community', `group:${world.group.id}`] as const).map(deps.feeds.readHead),
      );
    };

    const [once, again] = [await heads(), await heads()];

    expect(once.map(({ count }) => count > 0)).toEqual([true, true]);
    expect(again).toEqual(once);
  });

  const halves: [string, TableName[], RegExp][] = [
    ['Directory', ['exchange', 'audienceIndex', 'feed'], /^Directory: there is no member/],
    ['Exchange', ['directory', 'audienceIndex', 'feed'], /^Exchange: the descriptors that/],
    ['AudienceIndex', ['directory', 'exchange', 'feed'], /^AudienceIndex: the rows of/],
    ['Feed', ['directory', 'exchange', 'audienceIndex'], /^Feed: the head of .*AudienceIndex has/],
    ['Feed and AudienceIndex', ['directory', 'exchange'], /^Feed: the head of .*rebuild-index/],
  ];

  it.each(halves)(
    'is refused by reconcile where %s is missing, which it names',
    async (...half) => {
      const [, copied, named] = half;
      const world = await filledWorld();
      const copy = await restored(world, copied);
      const before = await everything(sharedClient(), copy.tables);

      const reply = await runJob({ job: 'reconcile' }, copy.deps);

      expect(reply.state).toBe('refused');
      expect(reply.missing[0]).toMatch(named);
      expect(await everything(sharedClient(), copy.tables)).toEqual(before);
    },
  );

  it('is refused where the Exchange is older than its index, and can be rebuilt', async () => {
    const world = await filledWorld();
    const older = await restored(world, ['directory', 'exchange']);
    const body = { value: 'h1.example', status: 'SUSPICIOUS', audience: { community: true } };
    await world.call('POST /v1/descriptors', { token: world.bob.token, body });
    await world.index();
    const tables = { ...world.tables, exchange: older.tables.exchange };
    const mixed = { ...older, tables, deps: repairDeps(sharedClient(), tables, world.now) };

    const refused = await runJob({ job: 'reconcile' }, mixed.deps);
    const rebuilt = await runJob({ job: 'rebuild-index' }, mixed.deps);

    expect(refused).toMatchObject({
      state: 'refused',
      missing: expect.arrayContaining([expect.stringMatching(/^Exchange: the newest version/)]),
    });
    expect(rebuilt).toMatchObject({ state: 'done', missing: [] });
    expect(await runJob({ job: 'check' }, mixed.deps)).toMatchObject({ drift: {}, missing: [] });
  });
});

describe('rebuild-index', () => {
  it('begins a new epoch: followers are sent back to the start, and prove the same content again', async () => {
    const world = await filledWorld();
    const { call, bob } = world;
    const before = await everyFeed(world);
    const old = await copyOf(world, bob.token, 'community');

    await runJob(
      { job: 'rebuild-index', audiences: ['community'] },
      repairDeps(sharedClient(), world.tables, world.now),
    );

    const reply = await call(`GET /v1/feeds/community?after=${old.after}`, { token: bob.token });
    expect(reply).toMatchObject({ status: 410, body: { code: 'feed.reset' } });
    expect(await everyFeed(world)).toEqual(before);
  });

  it('leaves no gap for look-ups, whatever step it is at, and takes in what is written meanwhile', async () => {
    const world = await filledWorld();
    const deps = repairDeps(sharedClient(), world.tables, world.now);
    const { call, bob, alice, index } = world;
    const look = async () =>
      (await call('GET /v1/indicators?value=h1.example', { token: bob.token })).body.summary;
    const before = await look();
    const seen = new Set<string>();
    let reply = await repair({ job: 'rebuild-index', anew: true, seconds: 0 }, deps);

    for (let slice = 0; reply.state === 'running'; slice++) {
      seen.add(JSON.stringify({ ...(await look()), lastChangedAt: '' }));
      if (slice % 20 === 0) {
        const body = {
          value: `new${slice}.example`,
          status: 'MALICIOUS',
          audience: { community: true },
        };
        await call('POST /v1/descriptors', { token: alice.token, body });
        await index();
      }
      reply = await repair({ job: 'rebuild-index', seconds: 0 }, deps);
    }

    expect(reply).toMatchObject({ state: 'done', failed: [] });
    expect([...seen]).toEqual([JSON.stringify({ ...before, lastChangedAt: '' })]);
    expect(await runJob({ job: 'check' }, deps)).toMatchObject({ state: 'done', drift: {} });
    await everyFeed(world);
  });

  it('takes in what an unfinished rebuild of others had thrown away', async () => {
    const world = await filledWorld();
    const deps = repairDeps(sharedClient(), world.tables, world.now);
    const before = await everyFeed(world);
    const community = { job: 'rebuild-index' as const, audiences: ['community'] };
    const killed = await repair({ ...community, anew: true, seconds: 0 }, deps);

    const audiences = [`group:${world.group.id}`];
    const reply = await runJob({ job: 'rebuild-index', audiences }, deps);

    expect(killed.state).toBe('running');
    expect(reply.state).toBe('done');
    expect(await everyFeed(world)).toEqual(before);
  });

  it('refuses an audience that nobody knows', async () => {
    const world = await filledWorld();
    const deps = repairDeps(sharedClient(), world.tables, world.now);

    const reply = await runJob({ job: 'rebuild-index', audiences: ['group:1'] }, deps);

    expect(reply).toMatchObject({ state: 'refused', missing: ['Directory: the audience group:1'] });
  });
});
