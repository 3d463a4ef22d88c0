import { tokenKey, watchTokens } from '../../../lambdas/core/watch/tokens';
import { compactTokens } from '../../../lambdas/matching/compact-tokens';
import { knownTokens } from '../../../lambdas/matching/known-tokens';
import { communities } from '../../support/community';
import { toldIn, watched } from '../../support/watched';

const { community, newTables, newClient } = communities();

async function newWorld() {
  const client = newClient();
  return watched(client, await community({ client, tables: await newTables(true) }));
}

/** Long enough that a list of its hosts does not fit into one item. */
const company = `${'long-'.repeat(11)}name.example`;
const wide = 'watch.too_wide';

describe('bad input', () => {
  it.each([
    [[{}], 'watch.empty', '/conditions/0'],
    [[{ statusAtLeast: 'MALICIOUS' }], wide, '/conditions/0'],
    [[{ audiences: ['community'] }], wide, '/conditions/0'],
    [[{ tags: ['t'] }, { inside: ['9.0.0.0/8', '8.0.0.0/7'] }], wide, '/conditions/1/inside/1'],
    [[{ inside: ['2001::/31'] }], wide, '/conditions/0/inside/0'],
    [[{ contains: ['0.0.0.0/0'] }], wide, '/conditions/0/contains/0'],
    [[{ below: ['co.uk'] }], wide, '/conditions/0/below/0'],
    [[{ below: ['duckdns.org'] }], wide, '/conditions/0/below/0'],
    [[{ below: ['192.0.2.1'] }], 'field.invalid', '/conditions/0/below/0'],
    [[{ exact: ['not an indicator'] }], 'indicator.refused', '/conditions/0/exact/0'],
    [[{ exact: ['a.example'], below: ['b.example'] }], 'field.invalid', '/conditions/0'],
    [[{ mine: true, tags: ['t'] }], 'field.invalid', '/conditions/0'],
    [[{ tags: ['t'], audiences: ['group:1'] }], 'audience.unusable', '/audience'],
    [Array(17).fill({ tags: ['t'] }), 'field.invalid', '/conditions'],
    [
      [
        { exact: Array.from({ length: 6000 }, (_, at) => `a${at}.example`) },
        { exact: Array.from({ length: 6000 }, (_, at) => `b${at}.example`) },
      ],
      'watch.too_many_values',
      '/conditions',
    ],
  ])('is refused with the reason, and nothing is kept (%#)', async (conditions, code, pointer) => {
    const { call, bob, watch } = await world();

    const { status, body } = await watch(bob, conditions);

    expect({ status, code: body.code, pointer: body.pointer }).toEqual({
      status: 400,
      code,
      pointer,
    });
    expect((await call('GET /v1/watches', { token: bob.token })).body).toEqual({ watches: [] });
  });

  let made: ReturnType<typeof newWorld> | undefined;
  const world = () => {
    made ??= newWorld();
    return made;
  };
});

describe('a watch', () => {
  it('is its member’s alone, and one however often its request comes', async () => {
    const { call, bob, alice } = await newWorld();
    const headers = { 'idempotency-key': 'one' };
    const body = { name: 'n', conditions: [{ tags: ['t'] }] };
    const first = await call('POST /v1/watches', { token: bob.token, body, headers });
    const again = await call('POST /v1/watches', { token: bob.token, body, headers });

    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const path = `/v1/watches/${first.body.id}`;
    expect((await call(`GET ${path}`, { token: alice.token })).status).toBe(404);
    expect((await call(`DELETE ${path}`, { token: alice.token })).status).toBe(404);
    expect((await call('GET /v1/watches', { token: bob.token })).body.watches).toHaveLength(1);
  });

  it('takes a long list in pieces, shows it whole, and finds what any of them means', async () => {
    const { call, bob, alice, publish, match, watch } = await newWorld();
    const { token } = bob;
    const named = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => `asset-${from + at}.${company}`);
    const { id } = (await watch(bob, [{ below: named(0, 500) }])).body;

    const body = { condition: 0, field: 'below', values: named(500, 500) };
    const added = await call(`POST /v1/watches/${id}/values`, { token, body });
    const shown = await call(`GET /v1/watches/${id}`, { token });
    await publish(alice, { value: `x.asset-7.${company}` });
    await publish(alice, { value: `asset-999.${company}` });

    expect(added.status).toBe(200);
    expect(shown.body.values).toBe(1000);
    expect(shown.body.conditions[0].below).toHaveLength(1000);
    expect(await match()).toHaveLength(2);
    expect((await call(`DELETE /v1/watches/${id}`, { token })).status).toBe(204);
    await publish(alice, { value: `y.asset-7.${company}` });
    expect(await match()).toEqual([]);
  });

  it('that ends stands nowhere any more, and stands again once it goes on', async () => {
    const { call, bob, alice, publish, match, watch, wait, keep, stores } = await newWorld();
    const expiresAt = '2026-11-22T11:00:00Z';
    const { id } = (await watch(bob, [{ exact: ['a.example'] }], { expiresAt })).body;
    const key = tokenKey(watchTokens.value({ type: 'DOMAIN', value: 'a.example' }));

    wait(3600);
    await keep();
    const ended = await stores.postings.isEmpty(key);
    await publish(alice, { value: 'a.example' });
    const told = await match();
    const body = { expiresAt: null };
    const { body: live } = await call(`PATCH /v1/watches/${id}`, { token: bob.token, body });

    expect({ ended, told, state: live.state }).toEqual({ ended: true, told: [], state: 'live' });
    expect(toldIn(await keep())).toEqual([`new a.example to ${id}`]);
  });

  it('is run against what is there already, in all that its member sees, and says how far', async () => {
    const { call, bob, alice, carol, publish, watch, keep, index, group } = await newWorld();
    const audience = { groups: [group.id] };
    await publish(alice, { value: 'a.evil.com' });
    await publish(alice, { value: 'https://b.evil.com/x', audience });
    await publish(carol, { value: '192.0.2.9', tags: ['t'] });
    await publish(carol, { value: 'other.example' });
    await publish(alice, { value: 'c.evil.com', audience: { members: [carol.id] } });
    await index();
    const { body } = await watch(bob, [
      { below: ['evil.com'] },
      { tags: ['t'] },
      { inside: ['192.0.2.0/28'] },
    ]);

    const told = toldIn(await keep());

    expect([...new Set(told)]).toEqual([
      `new 192.0.2.9 to ${body.id}`,
      `new a.evil.com to ${body.id}`,
      `new https://b.evil.com/x to ${body.id}`,
    ]);
    const shown = await call(`GET /v1/watches/${body.id}`, { token: bob.token });
    expect(shown.body.retro).toEqual({ state: 'done', found: 4, complete: true });
  });

  it('can be tried before it is there: what it would have told, of what one sees', async () => {
    const { call, bob, carol, alice, publish, index, group, wait } = await newWorld();
    await publish(alice, { value: 'old.evil.com' });
    await index();
    wait(9 * 86_400);
    await publish(alice, { value: 'a.evil.com' });
    await publish(alice, { value: 'b.evil.com', audience: { groups: [group.id] } });
    await index();
    const ask = async (token: string, days?: number) => {
      const body = { conditions: [{ below: ['evil.com'] }], ...(days ? { days } : {}) };
      return (await call('POST /v1/watches/test', { token, body })).body;
    };
    const valuesOf = ({ matches }: { matches: { value: string }[] }) =>
      matches.map(({ value }) => value).sort();

    const [seen, hidden, longer] = [
      await ask(bob.token),
      await ask(carol.token),
      await ask(bob.token, 30),
    ];

    expect([seen, hidden, longer].map(valuesOf)).toEqual([
      ['a.evil.com', 'b.evil.com'],
      ['a.evil.com'],
      ['a.evil.com', 'b.evil.com', 'old.evil.com'],
    ]);
    expect(seen.complete).toBe(true);
    expect(seen.budget.spent).toBeLessThan(20);
  });

  it('is refused once there are too many', async () => {
    const { bob, client, tables, watch } = await newWorld();
    const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');
    await watch(bob, [{ tags: ['t'] }]);
    await client.send(
      new UpdateCommand({
        ...{ TableName: tables.notify, Key: { pk: `watches/${bob.id}`, sk: 'count' } },
        ...{ UpdateExpression: 'SET watches = :most', ExpressionAttributeValues: { ':most': 200 } },
      }),
    );

    expect((await watch(bob, [{ tags: ['u'] }])).body).toMatchObject({
      code: 'watch.too_many',
      most: 200,
    });
  });
});

describe('the log of tokens', () => {
  it('is drawn together: what stands stays known, what is gone is forgotten', async () => {
    const { call, bob, watch, stores, now, client: _, ...rest } = await newWorld();
    const key = (value: string) => tokenKey(watchTokens.value({ type: 'DOMAIN', value }));
    const [a, b] = [
      (await watch(bob, [{ exact: ['a.example'] }])).body,
      (await watch(bob, [{ exact: ['a.example', 'b.example'] }])).body,
    ];
    const known = knownTokens(stores.tokens);
    await known.catchUp();
    await call(`DELETE /v1/watches/${b.id}`, { token: bob.token });

    expect(await compactTokens({ ...stores, now }, 1)).toBe(true);
    await watch(bob, [{ exact: ['c.example'] }]);

    for (const one of [known, knownTokens(stores.tokens)]) {
      const filter = await one.catchUp();
      const has = ['a.example', 'b.example', 'c.example'].map((value) => filter.has(key(value)));
      expect(has).toEqual([true, false, true]);
    }
    expect(a.id).toBeDefined();
    expect(rest.tables.notify).toBeDefined();
  });
});
