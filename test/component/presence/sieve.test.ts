import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../../../lambdas/core/audience';
import { idMaker } from '../../../lambdas/core/id';
import { deriveKeys } from '../../../lambdas/core/keys';
import { tokens } from '../../../lambdas/core/pointers';
import { indexBatch } from '../../../lambdas/indexing/index-batch';
import { repair } from '../../../lambdas/indexing/repair/repair';
import { keyOf } from '../../../lambdas/store/exchange-store';
import { indexKeys } from '../../../lambdas/store/index-keys';
import type { PresenceStore } from '../../../lambdas/store/presence-store';
import { type Community, communities, type TestMember } from '../../support/community';
import { indexerOn, inProcessExchange, rootSecret } from '../../support/exchange';
import { keptPresences } from '../../support/kept-presences';
import { type Meter, meter } from '../../support/metered';
import { repairDeps, runJob } from '../../support/repairs';
import { heldBy, readStored } from '../../support/stored';

const on = communities();
const community: Audience = 'community';
const unknown = Array.from({ length: 40 }, (_, n) => `u${n}.example`);

async function sieved() {
  const presences = keptPresences();
  const client = on.newClient();
  const world = await on.community({ client, presences });
  return { ...world, presences, counted: meter(client) };
}

async function publish(world: Community, { token }: TestMember, value: string, audience?: object) {
  const body = { value, status: 'MALICIOUS', audience: audience ?? { community: true } };
  return (await world.call('POST /v1/descriptors', { token, body })).body;
}

/** The values that are known, of these and of forty that nobody knows. */
async function known(
  api: Pick<Community, 'call'>,
  { token }: TestMember,
  values: readonly string[],
): Promise<string[]> {
  const body = { values: [...values, ...unknown] };
  const answer = await api.call('POST /v1/lookups', { token, body });
  const results: { value: string; known: boolean }[] = answer.body.results;
  return results.filter((one) => one.known).map(({ value }) => value);
}

async function unitsOf(counted: Meter, act: () => Promise<unknown>): Promise<number> {
  const { units } = counted;
  await act();
  return counted.units - units;
}

/** The functions as another environment of them, which has learnt nothing yet. */
function anew(world: Community, presences: PresenceStore) {
  const { tables, now, random } = world;
  return inProcessExchange({ client: on.sharedClient(), tables, now, random, presences });
}

describe('a bulk look-up', () => {
  it('finds what came before a set, after it, and while there was none', async () => {
    const world = await sieved();
    await publish(world, world.alice, 'a.example');
    await publish(world, world.alice, 'g.example', { groups: [world.group.id] });
    await world.index();
    expect(await known(world, world.bob, ['a.example', 'g.example'])).toHaveLength(2);

    expect(await world.buildPresences()).toEqual({ built: 3 });
    await publish(world, world.alice, 'b.example');
    await world.index();

    const all = ['a.example', 'b.example', 'g.example'];
    expect(await known(world, world.bob, all)).toEqual(all);
    expect(await known(anew(world, world.presences), world.bob, all)).toEqual(all);
    expect(await known(world, world.carol, all)).toEqual(['a.example', 'b.example']);
  });

  it('reads the heads and what is known, when nothing has come since', async () => {
    const world = await sieved();
    for (const value of ['a.example', 'b.example']) await publish(world, world.alice, value);
    await world.index();
    await world.buildPresences();
    await known(world, world.bob, []);

    const quiet = await unitsOf(world.counted, () => known(world, world.bob, ['a.example']));
    await publish(world, world.alice, 'c.example');
    await world.index();
    const after = await unitsOf(world.counted, () => known(world, world.bob, ['c.example']));

    expect(quiet).toBe(3 + 0.5);
    expect(after).toBe(3 + 1 + 0.5);
  });

  it('tells what its asker said for itself alone of what others know', async () => {
    const world = await sieved();
    const { alice, bob, carol } = world;
    const { id } = await publish(world, alice, 'a.example');
    await world.index();
    await world.buildPresences();
    const isDisputed = async ({ token }: TestMember) => {
      const body = { values: ['a.example', ...unknown] };
      return (await world.call('POST /v1/lookups', { token, body })).body.results[0].summary
        .disputed;
    };
    const before = await isDisputed(bob);

    const path = `PUT /v1/descriptors/${id}/reactions/NON_MALICIOUS`;
    await world.call(path, { token: bob.token, body: { audience: {} } });
    await world.index();

    expect([before, await isDisputed(bob), await isDisputed(carol)]).toEqual([false, true, false]);
  });

  it('costs the same whatever others have asked in the same environment', async () => {
    const cold = async (isOtherFirst: boolean) => {
      const world = await sieved();
      await publish(world, world.alice, 'a.example');
      await world.index();
      await world.buildPresences();
      for (const { token } of [world.alice, world.bob]) {
        await world.call('GET /v1/indicators/1', { token });
      }
      if (isOtherFirst) await known(world, world.alice, ['a.example']);
      const reads = world.presences.reads.count;
      const units = await unitsOf(world.counted, () => known(world, world.bob, ['a.example']));
      return { units, reads: world.presences.reads.count - reads };
    };

    expect(await cold(true)).toEqual(await cold(false));
  });

  it('keeps to a set what was gone and came back', async () => {
    const world = await sieved();
    const { id } = await publish(world, world.alice, 'a.example');
    await world.index();
    await world.call(`DELETE /v1/descriptors/${id}`, { token: world.alice.token });
    await world.index();
    await world.buildPresences();
    expect(await known(world, world.bob, ['a.example'])).toEqual([]);
    world.wait(20 * 3600);

    await publish(world, world.alice, 'a.example');
    await world.index();

    expect(await known(world, world.bob, ['a.example'])).toEqual(['a.example']);
    expect(await known(anew(world, world.presences), world.bob, ['a.example'])).toHaveLength(1);
  });

  it('begins a set anew after a week: what has left the list leaves the set', async () => {
    const world = await sieved();
    const { id } = await publish(world, world.alice, 'a.example');
    await publish(world, world.alice, 'b.example');
    await world.index();
    await world.buildPresences();
    await world.call(`DELETE /v1/descriptors/${id}`, { token: world.alice.token });
    await world.index();
    await removeFromList(world, 'a.example');
    const sizeOf = async () => {
      const kept = await world.presences.read(community);
      return kept === 'same' ? undefined : kept?.artifact.set.length;
    };

    await world.buildPresences();
    const before = await sizeOf();
    world.wait(8 * 86_400);
    await world.buildPresences();

    expect([before, await sizeOf()]).toEqual([2, 1]);
  });
});

/** Takes a pointer away as time does with one that lingered, or a fault with any. */
async function removeFromList(world: Community, value: string) {
  const client = on.sharedClient();
  const indicatorId = idMaker(deriveKeys(rootSecret).ids)('indicator', 'DOMAIN', value).id;
  const { rows } = heldBy(await readStored(client, world.tables), community);
  for (const row of rows.filter((one) => one.indicatorId === indicatorId)) {
    const Key = indexKeys.pointer(community, tokens.all, row);
    await client.send(new DeleteCommand({ TableName: world.tables.audienceIndex, Key }));
  }
}

describe('a set that can not be relied upon', () => {
  async function builtWorld() {
    const world = await sieved();
    world.wait(60);
    await publish(world, world.alice, 'a.example');
    await world.index();
    await world.buildPresences();
    return world;
  }

  it.each<readonly [string, Partial<PresenceStore>]>([
    ['is absent', { read: async () => undefined }],
    [
      'is out of reach',
      {
        read: async () => {
          throw new Error('no bucket');
        },
      },
    ],
  ])('finds all where it %s', async (_, bent) => {
    const world = await builtWorld();

    const api = anew(world, { ...world.presences, ...bent });

    expect(await known(api, world.bob, ['a.example'])).toEqual(['a.example']);
  });

  it('finds all where its bytes are bent, or another exchange made it', async () => {
    const [world, other] = [await builtWorld(), await sieved()];
    const bytes = world.presences.kept.get(community);
    bytes?.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
    expect(await known(anew(world, world.presences), world.bob, ['a.example'])).toHaveLength(1);

    await publish(other, other.alice, 'z.example');
    await other.index();
    await other.buildPresences();

    expect(await known(anew(world, other.presences), world.bob, ['a.example'])).toHaveLength(1);
  });

  it('is built again after a builder that died before it was put', async () => {
    const world = await builtWorld();
    await publish(world, world.alice, 'b.example');
    await world.index();
    const dying = { ...world.presences, put: () => Promise.reject(new Error('killed')) };
    const { tables, now, random } = world;
    const killed = inProcessExchange({
      ...{ client: on.sharedClient(), tables, now, random },
      ...{ presences: dying, onError: () => undefined },
    });
    expect(await killed.buildPresences()).toEqual({ built: 0 });
    expect(await known(world, world.bob, ['a.example', 'b.example'])).toHaveLength(2);

    expect(await world.buildPresences()).toEqual({ built: 2 });
    expect(await known(anew(world, world.presences), world.bob, ['b.example'])).toHaveLength(1);
  });

  it('is not gone by while the index is made anew, nor of the epoch before', async () => {
    const world = await builtWorld();
    const deps = repairDeps(on.sharedClient(), world.tables, world.now);
    await known(world, world.bob, []);
    await removeFromList(world, 'a.example');
    await world.buildPresences();

    await repair({ job: 'rebuild-index', seconds: 0, anew: true }, deps);
    expect(await known(world, world.bob, ['a.example'])).toEqual(['a.example']);
    expect(await world.buildPresences()).toEqual({ built: 0 });
    await runJob({ job: 'rebuild-index', seconds: 60 }, deps);

    expect(await known(world, world.bob, ['a.example'])).toEqual(['a.example']);
    expect(await world.buildPresences()).toEqual({ built: 2 });
    expect(await known(anew(world, world.presences), world.bob, ['a.example'])).toHaveLength(1);
  });

  it('is not gone by once something was put back at an old place of the list', async () => {
    const world = await builtWorld();
    world.presences.kept.clear();
    await removeFromList(world, 'a.example');
    await publish(world, world.alice, 'b.example');
    await world.index();
    await world.buildPresences();
    expect(await known(world, world.bob, ['a.example', 'b.example'])).toEqual(['b.example']);

    const deps = repairDeps(on.sharedClient(), world.tables, world.now);
    const { repaired } = await runJob({ job: 'reconcile', seconds: 60 }, deps);

    expect(repaired).toEqual({ pointer: 1 });
    const all = ['a.example', 'b.example'];
    expect(await known(world, world.bob, all)).toEqual(all);
    expect(await known(anew(world, world.presences), world.bob, all)).toEqual(all);
  });

  it('is not gone by in an index from before there were lists, until it is reconciled', async () => {
    const world = await builtWorld();
    const deps = repairDeps(on.sharedClient(), world.tables, world.now);
    await deps.repairs.unlist(community);
    await removeFromList(world, 'a.example');

    expect(await known(world, world.bob, ['a.example'])).toEqual(['a.example']);
    await runJob({ job: 'reconcile', seconds: 60 }, deps);

    expect(await known(world, world.bob, ['a.example'])).toEqual(['a.example']);
    expect((await deps.feeds.readHead(community)).listed).toBeGreaterThan(0);
  });
});

describe('an indexer that is slow', () => {
  it('brings nothing in behind a set, whose head has gone past what it had planned', async () => {
    const world = await sieved();
    await publish(world, world.carol, 'first.example');
    await world.index();
    const slow = await publish(world, world.alice, 'slow.example');
    const quick = await publish(world, world.bob, 'quick.example');
    const keysOf = (id: string, owner: TestMember) => [keyOf({ id, owner: owner.id })];
    const failing = (_: unknown, error: unknown) => {
      throw error;
    };
    const others = indexerOn(on.sharedClient(), world.tables, world.now, {
      onFailure: failing,
    });
    const meanwhile = once(async () => {
      await indexBatch(keysOf(quick.id, world.bob), others);
      await world.buildPresences();
      await known(world, world.carol, []);
    });
    const pointers = {
      ...others.pointers,
      async putNew(puts: Parameters<typeof others.pointers.putNew>[0]) {
        if (puts.some(({ audience }) => audience === community)) await meanwhile();
        await others.pointers.putNew(puts);
      },
    };

    await indexBatch(keysOf(slow.id, world.alice), { ...others, pointers });

    const all = ['slow.example', 'quick.example', 'first.example'];
    expect(await known(world, world.carol, all)).toEqual(all);
    expect(await known(anew(world, world.presences), world.carol, all)).toEqual(all);
    expect(await placesOf(world)).toEqual({ live: 3, left: 1 });
  });
});

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= act();
    return done;
  };
}

/** Pointers of the community's list of all, by whether they have left it. */
async function placesOf({ tables }: Community) {
  const { lists } = heldBy(await readStored(on.sharedClient(), tables), community);
  const all = lists.filter(({ token }) => token === tokens.all);
  const left = all.filter(({ ttl }) => ttl !== undefined).length;
  return { live: all.length - left, left };
}
