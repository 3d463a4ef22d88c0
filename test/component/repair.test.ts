import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../../lambdas/core/audience';
import { minuteOf } from '../../lambdas/core/due';
import { idShard } from '../../lambdas/core/id';
import { tokens } from '../../lambdas/core/pointers';
import { repair } from '../../lambdas/indexing/repair/repair';
import { feedKeys, indexKeys } from '../../lambdas/store/index-keys';
import { disagreements } from '../support/agrees';
import { communities } from '../support/community';
import { repairDeps, runJob } from '../support/repairs';
import { heldBy, readStored, scan } from '../support/stored';

const { community: newCommunity, sharedClient } = communities({ withBareClients: true });

/** Some descriptors in the community, a group and between members; one ends in a day. */
async function sharedWorld() {
  const client = sharedClient();
  const world = await newCommunity();
  const { alice, bob, carol, group, call, index, now } = world;
  const publish = async (token: string, value: string, audience: object, more: object = {}) => {
    const body = { value, status: 'MALICIOUS', tags: ['kit'], audience, ...more };
    return (await call('POST /v1/descriptors', { token, body })).body;
  };
  const expiresAt = '2026-11-23T10:00:00.000Z';
  const ending = await publish(alice.token, 'ends.example', { community: true }, { expiresAt });
  const first = await publish(alice.token, 'a.example', { community: true });
  await publish(bob.token, 'a.example', { community: true, groups: [group.id] });
  await publish(bob.token, 'b.example', { groups: [group.id] });
  await publish(carol.token, 'c.example', { members: [alice.id] });
  const gone = await publish(carol.token, 'gone.example', { community: true });
  await index();
  await call(`DELETE /v1/descriptors/${gone.id}`, { token: carol.token });
  await index();
  const deps = repairDeps(client, world.tables, now);
  const disagree = () => disagreements(world, client);
  return { ...world, client, deps, publish, disagree, first, ending, gone };
}

type World = Awaited<ReturnType<typeof sharedWorld>>;

const community: Audience = 'community';

async function rowOf({ client, tables, first }: World) {
  const held = heldBy(await readStored(client, tables), community);
  const row = held.rows.find(({ id }) => id === first.id);
  if (!row) throw new Error('no row');
  return row;
}

function change(
  { client }: World,
  TableName: string,
  Key: Record<string, string | number>,
  field: string,
  value: unknown,
) {
  const update = {
    ...{ TableName, Key, UpdateExpression: 'SET #field = :value' },
    ExpressionAttributeNames: { '#field': field },
    ExpressionAttributeValues: { ':value': value },
  };
  return client.send(new UpdateCommand(update));
}

const remove = ({ client }: World, TableName: string, Key: Record<string, string | number>) =>
  client.send(new DeleteCommand({ TableName, Key }));

/** What may be wrong, how a test makes it so, and as what a walk finds it. */
const damages: readonly [string, string, (world: World) => Promise<unknown>][] = [
  [
    'a change that the stream lost',
    'row',
    async ({ publish, alice }) => publish(alice.token, 'lost.example', { community: true }),
  ],
  [
    'a retraction that the stream lost',
    'row',
    async ({ call, first, alice }) =>
      call(`DELETE /v1/descriptors/${first.id}`, { token: alice.token }),
  ],
  [
    'a row that is gone',
    'row',
    async (world) => {
      const { indicatorId, id } = await rowOf(world);
      await remove(world, world.tables.audienceIndex, indexKeys.row(community, indicatorId, id));
    },
  ],
  [
    'a row that says something else',
    'row',
    async (world) => {
      const { indicatorId, id, projection = '' } = await rowOf(world);
      const key = indexKeys.row(community, indicatorId, id);
      const other = projection.replace('"MALICIOUS"', '"NON_MALICIOUS"');
      await change(world, world.tables.audienceIndex, key, 'projection', other);
    },
  ],
  [
    'an entry that is gone',
    'entry',
    async (world) => {
      const { position } = await rowOf(world);
      await remove(world, world.tables.feed, feedKeys.entry(community, position));
    },
  ],
  [
    'an entry that says something else',
    'entry',
    async (world) => {
      const { position, projection = '' } = await rowOf(world);
      const key = feedKeys.entry(community, position);
      await change(world, world.tables.feed, key, 'projection', projection.replace('kit', 'kat'));
    },
  ],
  [
    'an entry that was left over',
    'entry',
    async (world) => {
      const { position, id, projection } = await rowOf(world);
      const Item = {
        ...feedKeys.entry(community, position - 1),
        id,
        kind: 'descriptor',
        projection,
      };
      await world.client.send(new PutCommand({ TableName: world.tables.feed, Item }));
    },
  ],
  [
    'a summary that is gone',
    'summary',
    async (world) => {
      const { indicatorId } = await rowOf(world);
      await remove(world, world.tables.audienceIndex, indexKeys.summary(community, indicatorId));
    },
  ],
  [
    'a summary that counts wrong',
    'summary',
    async (world) => {
      const { indicatorId } = await rowOf(world);
      const held = heldBy(await readStored(world.client, world.tables), community);
      const summary = { ...held.summaries.get(indicatorId), counts: { MALICIOUS: 7 } };
      const key = indexKeys.summary(community, indicatorId);
      const text = JSON.stringify(summary);
      await change(world, world.tables.audienceIndex, key, 'summary', text);
    },
  ],
  [
    'a summary with nothing behind it',
    'summary',
    async (world) => {
      const held = heldBy(await readStored(world.client, world.tables), community);
      const { indicatorId } = await rowOf(world);
      const summary = JSON.stringify(held.summaries.get(indicatorId));
      const Item = {
        ...indexKeys.summary(community, world.gone.indicatorId),
        ...{ lastChange: held.summaries.get(indicatorId)?.lastChange, summary },
      };
      await world.client.send(new PutCommand({ TableName: world.tables.audienceIndex, Item }));
    },
  ],
  [
    'a list that lacks a row',
    'pointer',
    async (world) => {
      const row = await rowOf(world);
      await remove(
        world,
        world.tables.audienceIndex,
        indexKeys.pointer(community, tokens.tag('kit'), row),
      );
    },
  ],
  [
    'tags of a time when no list told of them',
    'pointer',
    async (world) => {
      const untold = (await scan(world.client, world.tables.audienceIndex)).filter(({ pk }) =>
        /^community\/(tags|tag-id|tagged)\b/.test(String(pk)),
      );
      for (const { pk, sk } of untold) {
        await remove(world, world.tables.audienceIndex, { pk: String(pk), sk: String(sk) });
      }
    },
  ],
  [
    'a list that a row has left and still stands in',
    'pointer',
    async (world) => {
      const { client, tables, gone } = world;
      const held = heldBy(await readStored(client, tables), community);
      const { sk = '' } = held.lists.find((one) => one.sk.endsWith(`/${gone.id}`)) ?? {};
      await client.send(
        new UpdateCommand({
          ...{ TableName: tables.audienceIndex, UpdateExpression: 'REMOVE gones, #ttl' },
          Key: { pk: `${community}/${tokens.tag('kit')}`, sk },
          ExpressionAttributeNames: { '#ttl': 'ttl' },
        }),
      );
    },
  ],
  [
    'an id that leads nowhere',
    'pointer',
    (world) => remove(world, world.tables.audienceIndex, indexKeys.id(community, world.first.id)),
  ],
  [
    'an end that nobody would notice',
    'due',
    (world) => {
      const minute = minuteOf(Date.parse('2026-11-23T10:00:00Z') * 1000);
      return remove(world, world.tables.audienceIndex, indexKeys.due(minute, world.ending.id));
    },
  ],
  [
    'a head whose digest is wrong',
    'head',
    (world) => change(world, world.tables.feed, feedKeys.head(community), 'digest', 'a'.repeat(64)),
  ],
  [
    'a head whose count is wrong',
    'head',
    (world) => change(world, world.tables.feed, feedKeys.head(community), 'count', 99),
  ],
  [
    'a head that nobody settled',
    'head',
    async (world) => {
      const { position } = await world.deps.feeds.readHead(community);
      await change(world, world.tables.feed, feedKeys.head(community), 'settled', position - 1);
    },
  ],
];

describe('reconcile', () => {
  it('finds nothing where all is well, and looks at everything', async () => {
    const { deps, audiences } = { ...(await sharedWorld()), audiences: 1 + 1 + 4 };

    const reply = await runJob({ job: 'check' }, deps);

    expect(reply).toMatchObject({ state: 'done', drift: {}, failed: [], missing: [] });
    expect(reply).toMatchObject({ objects: 6, audiences });
  });

  it.each(damages)('finds and mends %s', async (_, kind, damage) => {
    const world = await sharedWorld();
    await damage(world);
    const before = await world.disagree();

    const reply = await runJob({ job: 'reconcile' }, world.deps);

    expect(before).not.toEqual([]);
    expect(reply).toMatchObject({ state: 'done', failed: [], missing: [] });
    expect(reply.drift).toHaveProperty(kind);
    expect(reply.repaired).toEqual(reply.drift);
    expect(await world.disagree()).toEqual([]);
  });

  it('finds all of it at once and writes nothing where it only checks', async () => {
    const world = await sharedWorld();
    for (const [, , damage] of damages.filter(
      ([name]) => !/row|retraction|summary that|entry that says/.test(name),
    )) {
      await damage(world);
    }
    const before = await world.disagree();

    const check = await runJob({ job: 'check' }, world.deps);
    const untouched = await world.disagree();
    await runJob({ job: 'reconcile' }, world.deps);
    const again = await runJob({ job: 'check' }, world.deps);

    expect(Object.keys(check.drift).sort()).toEqual([
      'due',
      'entry',
      'head',
      'pointer',
      'row',
      'summary',
    ]);
    expect(check.repaired).toEqual({});
    expect(untouched).toEqual(before);
    expect(again).toMatchObject({ state: 'done', drift: {} });
  });

  it('names what an audience has and the Exchange has not, and takes it away when told to', async () => {
    const world = await sharedWorld();
    const { exchange } = world.tables;
    const stored = await readStored(world.client, world.tables);
    const lost = stored.descriptors.find(({ id }) => id === world.first.id);
    const pk = `${lost?.owner}/${idShard(world.first.id)}`;
    await remove(world, exchange, { pk, sk: world.first.id });

    const reply = await runJob({ job: 'reconcile' }, world.deps);
    const kept = heldBy(await readStored(world.client, world.tables), community);
    const dropping = await runJob({ job: 'reconcile', dropOrphans: true }, world.deps);

    expect(reply.findings).toContainEqual({
      kind: 'orphan',
      audience: community,
      id: world.first.id,
    });
    expect(reply.repaired).not.toHaveProperty('orphan');
    expect(kept.rows.find(({ id }) => id === world.first.id)?.projection).toBeDefined();
    expect(dropping.repaired).toMatchObject({ orphan: 2 });
    expect(await runJob({ job: 'check' }, world.deps)).toMatchObject({ drift: {} });
  });

  it('shows an audience nothing of a hidden change that it brings', async () => {
    const world = await sharedWorld();
    const { call, alice, group, first } = world;
    const { version } = (await call(`GET /v1/descriptors/${first.id}`, { token: alice.token }))
      .body;
    const audience = { community: true, groups: [group.id] };
    const body = { version, audience };
    await call(`PATCH /v1/descriptors/${first.id}`, { token: alice.token, body });
    const before = await world.deps.feeds.readHead(community);

    await runJob({ job: 'reconcile' }, world.deps);

    expect(await world.deps.feeds.readHead(community)).toEqual(before);
    expect(await world.disagree()).toEqual([]);
  });

  it('is not misled by an audience whose only entry has not settled', async () => {
    const world = await sharedWorld();
    const own: Audience = `member:${world.carol.id}`;
    const { position } = await world.deps.feeds.readHead(own);
    const key = feedKeys.head(own);
    await change(world, world.tables.feed, key, 'settled', position - 60_000_000);

    const reply = await runJob({ job: 'reconcile' }, world.deps);

    expect(reply).toMatchObject({ state: 'done', missing: [], repaired: { head: 1 } });
    expect(await world.disagree()).toEqual([]);
  });

  it('counts an entry of what is gone neither for the head nor against it', async () => {
    const world = await sharedWorld();
    const { position, projection } = await rowOf(world);
    const Item = { ...feedKeys.entry(community, position - 1), kind: 'descriptor' };
    const stray = { ...Item, id: world.gone.id, projection };
    await world.client.send(new PutCommand({ TableName: world.tables.feed, Item: stray }));

    const reply = await runJob({ job: 'reconcile' }, world.deps);

    expect(reply.repaired).toEqual({ entry: 1 });
    expect(await world.disagree()).toEqual([]);
  });

  it('frees an indicator whose card is wrong, which keeps up nobody else meanwhile', async () => {
    const world = await sharedWorld();
    const { call, alice, bob, publish, first, index } = world;
    const { indicatorId } = await rowOf(world);
    const other = (await readStored(world.client, world.tables)).descriptors.find(
      ({ owner, value }) => owner === bob.id && value === 'a.example',
    );
    const key = indexKeys.row(community, indicatorId, other?.id ?? '');
    await remove(world, world.tables.audienceIndex, key);
    await call(`DELETE /v1/descriptors/${first.id}`, { token: alice.token });
    const fresh = await publish(alice.token, 'fresh.example', { community: true });

    await index().catch(() => undefined);
    const rows = heldBy(await readStored(world.client, world.tables), community).rows;
    await runJob({ job: 'reconcile' }, world.deps);

    expect(rows.find(({ id }) => id === fresh.id)?.projection).toBeDefined();
    expect(rows.find(({ id }) => id === first.id)?.projection).toBeDefined();
    expect(await world.disagree()).toEqual([]);
  });

  it('goes on from slice to slice, and counts over all of them', async () => {
    const world = await sharedWorld();
    await world.publish(world.bob.token, 'late.example', { community: true });

    const reply = await runJob({ job: 'reconcile', seconds: 0 }, world.deps);

    expect(reply.slices).toBeGreaterThan(4 * 32);
    expect(reply).toMatchObject({ state: 'done', objects: 7, repaired: { row: 2 } });
    expect(await world.disagree()).toEqual([]);
  });

  it('is one slice at a time; who begins anew takes over', async () => {
    const world = await sharedWorld();
    const { jobs } = world.deps;
    const now = world.now();
    await jobs.take('check', { nowMicros: now, untilMicros: now + 60_000_000, force: false });

    const second = await repair({ job: 'check' }, world.deps);
    const anew = await repair({ job: 'check', anew: true }, world.deps);

    expect(second.state).toBe('busy');
    expect(anew.state).toBe('done');
  });
});
