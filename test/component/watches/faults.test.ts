import type { MatchedMessage } from '../../../lambdas/contracts/matched-message';
import type { Condition } from '../../../lambdas/core/watch/condition';
import { postingsOf } from '../../../lambdas/core/watch/postings';
import { tokenKey, watchTokens } from '../../../lambdas/core/watch/tokens';
import { retroPending } from '../../../lambdas/core/watch/watch';
import { knownTokens } from '../../../lambdas/matching/known-tokens';
import { matchBatch } from '../../../lambdas/matching/match-batch';
import type { ItemChange } from '../../../lambdas/store/audit-changes';
import { communities } from '../../support/community';
import { besiege } from '../../support/hostile';
import { dyingAt } from '../../support/hostile-faults';
import { dieEverywhere } from '../../support/mortal';
import { matcherOn, toldIn, type Watched, watched } from '../../support/watched';

const { community, newTables, newClient } = communities();

async function newWorld() {
  const client = newClient();
  return watched(client, await community({ client, tables: await newTables(true) }));
}

type Step = () => Promise<void>;

/** Every order in which two sequences of steps can mix. */
function mixes(a: readonly Step[], b: readonly Step[]): Step[][] {
  const [firstOfA, ...restOfA] = a;
  const [firstOfB, ...restOfB] = b;
  if (!firstOfA || !firstOfB) return [[...a, ...b]];
  return [
    ...mixes(restOfA, b).map((rest) => [firstOfA, ...rest]),
    ...mixes(a, restOfB).map((rest) => [firstOfB, ...rest]),
  ];
}

/** One maker of a watch and one matcher, step by step; what was told goes into `told`. */
function actors(world: Watched, value: string, number: number, told: MatchedMessage[]) {
  const { bob, alice, stores, client } = world;
  const conditions: Condition[] = [{ exact: [{ type: 'DOMAIN', value }] }];
  const [member, id] = [bob.id, String(1000 + number)];
  const frame = { name: value, state: 'live' as const, expiresAt: null, version: 1, createdAt: 1 };
  const watch = { id, member, conditions, retro: retroPending, ...frame };
  const postings = postingsOf(member, conditions);
  const maker: Step[] = [
    async () => {
      await stores.watches.add(watch, { step: 'retro', version: 1, at: 1, runs: true });
      await stores.postings.put(watch, postings);
    },
    () => stores.tokens.append(postings.map(({ key }) => key)),
    async () => void told.push(...(await world.keep())),
  ];
  let changes: ItemChange[] = [];
  const tokens = knownTokens(stores.tokens);
  let filter: Awaited<ReturnType<typeof tokens.catchUp>>;
  const matcher: Step[] = [
    async () => {
      await world.publish(alice, { value });
      await world.index();
      changes = await world.readFeeds();
    },
    async () => {
      filter = await tokens.catchUp();
    },
    async () => {
      const sent: MatchedMessage[] = [];
      await matchBatch(
        changes,
        matcherOn(client, world, sent, { tokens: { catchUp: async () => filter } }),
      );
      told.push(...sent);
    },
  ];
  return { maker, matcher, id };
}

describe('a watch that is made while what it means is published', () => {
  it('is told of it in every order of the steps, by one id', async () => {
    const world = await newWorld();
    const nothing: Step[] = [async () => undefined, async () => undefined, async () => undefined];
    const orders = mixes(nothing, nothing).length;
    let both = 0;

    for (let order = 0; order < orders; order++) {
      const told: MatchedMessage[] = [];
      const value = `m${order}.example`;
      const { maker, matcher, id } = actors(world, value, order, told);
      for (const step of mixes(maker, matcher)[order] ?? []) await step();

      const ids = told.flatMap(({ change, watches }) =>
        watches.map(({ watchId }) => `${watchId} ${change.id} ${change.projection}`),
      );
      expect([order, new Set(ids).size]).toEqual([order, 1]);
      expect(ids[0]).toMatch(new RegExp(`^${id} `));
      both += Number(ids.length > 1);
    }

    expect(orders).toBe(20);
    expect(both).toBeGreaterThan(0);
    expect(both).toBeLessThan(orders);
  });
});

describe('a matcher that dies at any call of a batch', () => {
  it('has told all once the stream has brought it again', async () => {
    const world = await newWorld();
    const { id } = (await world.watch(world.bob, [{ below: ['evil.com'] }, { mine: true }])).body;
    await world.publish(world.bob, { value: 'mine.example' });
    await world.match();
    let deaths = 0;

    for (let n = 1; ; n++) {
      await world.publish(world.alice, { value: `x${n}.evil.com` });
      await world.publish(world.alice, { value: 'mine.example', description: `again ${n}` });
      await world.index();
      const changes = await world.readFeeds();
      const death = dyingAt(n, 'before');
      const client = await besiege(newClient(), death.fault);
      const sent: MatchedMessage[] = [];
      const dying = matcherOn(client, world, sent, { onFailure: () => undefined });
      await matchBatch(changes, dying).catch(() => undefined);
      client.destroy();

      const again = matcherOn(world.client, world, sent);
      expect((await matchBatch(changes, again)).size).toBe(0);

      expect(new Set(toldIn(sent))).toEqual(
        new Set([`new x${n}.evil.com to ${id}`, `about_mine mine.example to ${id}`]),
      );
      if (!death.hasCome) break;
      deaths += 1;
    }

    expect(deaths).toBeGreaterThan(4);
  });
});

describe('who makes, changes or removes a watch and dies at any call', () => {
  it('leaves a watch that is found or none, once the keeper has come by', async () => {
    const world = await newWorld();
    const { token, id: bob } = world.bob;

    const deaths = await dieEverywhere(
      newClient,
      world,
      { sides: ['before'] },
      async ({ api }, life) => {
        const value = `k${life}.example`;
        const other = `o${life}.example`;
        const body = { name: life, conditions: [{ exact: [value] }] };
        const act = async () => {
          const made = await api.call('POST /v1/watches', { token, body });
          const path = `/v1/watches/${made.body.id}`;
          const conditions = [{ exact: [other] }];
          await api.call(`PATCH ${path}`, { token, body: { conditions } });
          await api.call(`DELETE ${path}`, { token });
        };
        await act().catch(() => undefined);
        world.wait(61);
        await world.keep();
        await world.keep();

        const standing = (await world.stores.watches.list(bob)).find(({ name }) => name === life);
        const meant = standing?.conditions
          ?.flatMap(({ exact = [] }) => exact)
          .map((one) => one.value);
        await world.publish(world.alice, { value });
        await world.publish(world.alice, { value: other });

        const told = toldIn(await world.match());
        expect(told).toEqual((meant ?? []).map((one) => `new ${one} to ${standing?.id}`));
      },
    );

    expect(deaths).toBeGreaterThan(12);
    expect(await world.stores.tasks.list()).toEqual([]);
    const { list, count } = world.stores.watches;
    expect((await count(bob)).watches).toBe((await list(bob)).length);
  });
});

describe('a change that very many watch for', () => {
  it('becomes at most 25 messages for 10,000 matches', async () => {
    const world = await newWorld();
    const value = 'famous.example';
    const key = tokenKey(watchTokens.value({ type: 'DOMAIN', value }));
    await world.stores.tokens.append([key]);
    const standing = Array.from({ length: 10_000 }, (_, at) => ({
      ...{ member: String(20_000 + at), watchId: String(at + 1), rest: {} },
    }));
    await world.publish(world.alice, { value });
    await world.index();
    const sent: MatchedMessage[] = [];
    const postings = { read: async () => standing };

    await matchBatch(await world.readFeeds(), matcherOn(world.client, world, sent, { postings }));

    expect(sent).toHaveLength(25);
    expect(new Set(sent.flatMap(({ watches }) => watches.map(({ watchId }) => watchId))).size).toBe(
      10_000,
    );
  });
});
