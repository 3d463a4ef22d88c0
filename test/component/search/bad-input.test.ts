import { communities } from '../../support/community';

const { community } = communities();

async function asker() {
  const world = await community();
  const ask = (query: Readonly<Record<string, string>>) =>
    world.call(`GET /v1/search?${new URLSearchParams(query)}`, { token: world.bob.token });
  return { ...world, ask };
}

describe('a search that can’t be', () => {
  it('names what is wrong, and what would do', async () => {
    const { ask, carol } = await asker();
    const wrong: [Record<string, string>, string, RegExp][] = [
      [{ colour: 'red' }, '/colour', /there are q, mode, type, tag/],
      [{ 'confidence>': '50' }, '/confidence>', /confidenceMin/],
      [{ status: 'BAD' }, '/status/0', /"MALICIOUS"/],
      [{ q: 'x', mode: 'regex' }, '/mode', /"below"/],
      [{ mode: 'exact' }, '/mode', /give q/],
      [{ q: '*.evil.example' }, '/q', /mode=below/],
      [{ q: 'evil*' }, '/q', /mode=prefix/],
      [{ q: '(evil|bad)\\.example' }, '/q', /mode=prefix/],
      [{ q: 'duckdns.org', mode: 'below' }, '/q', /anybody can register/],
      [{ q: '10.0.0.0/7', mode: 'inside' }, '/q', /at most a \/8/],
      [{ q: '2001:d00::/24', mode: 'inside' }, '/q', /\/32 of IPv6/],
      [{ q: 'nonsense', mode: 'contains' }, '/q', /An address or a network/],
      [{ q: 'abc', mode: 'prefix' }, '/q', /at least 4/],
      [{ q: 'a b', mode: 'words' }, '/q', /3 to 32/],
      [{ limit: '1001' }, '/limit', /1000/],
      [{ confidenceMin: '50', confidenceMax: '20' }, '/confidenceMax', /Nothing is between/],
      [{ audience: `member:${carol.id}` }, '/audience', /not yours/],
      [{ disputed: 'true', facets: 'tag' }, '/facets', /leave one of them out/],
    ];

    for (const [query, pointer, detail] of wrong) {
      const { status, body } = await ask(query);

      expect({ query, status, pointer: body.pointer }).toEqual({ query, status: 400, pointer });
      expect(body.detail).toMatch(detail);
    }
  });

  it('says what it made of a value', async () => {
    const { ask } = await asker();

    const inside = await ask({ q: '192.0.2.99/24', mode: 'inside' });
    const exact = await ask({ q: 'hxxp://EVIL[.]example:80' });

    expect(inside.body.readAs).toEqual({ mode: 'inside', values: ['192.0.2.0/24'] });
    expect(inside.body.remarks).toMatchObject([{ code: 'host_bits_cleared' }]);
    expect(exact.body.readAs).toMatchObject({ mode: 'exact', values: ['http://evil.example/'] });
  });
});

describe('one value in its many spellings', () => {
  const classes = [
    ['evil.example', 'EVIL.example', 'evil.example.', 'evil[.]example', 'evil(dot)example'],
    ['xn--bcher-kva.example', 'bücher.example', 'BÜCHER.example'],
    ['http://evil.example/a', 'hxxp://evil[.]example/a', 'HTTP://EVIL.example:80/a'],
    ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '2001:db8::0.0.0.1'],
    ['192.0.2.0/24', '192.0.2.77/24', '192[.]0[.]2[.]0/24'],
    ['d'.repeat(64), 'D'.repeat(64), ` ${'d'.repeat(64)}\u00a0`],
  ];

  it.each(classes)('%s', async (...spellings) => {
    const { ask, call, index, alice } = await asker();
    const finds: unknown[] = [];

    for (const [at, value] of spellings.entries()) {
      const body = { value, status: 'MALICIOUS', audience: { community: true } };
      await call('POST /v1/descriptors', { token: alice.token, body });
      await index();
      for (const q of spellings) finds.push((await ask({ q })).body.indicators[0]?.id ?? at);
    }

    expect(new Set(finds).size).toBe(1);
  });
});

describe('what a search tells besides', () => {
  it('facets inside the caller’s audiences, its plan and its units', async () => {
    const { call, index, ask, alice, carol, told } = await asker();
    for (const [value, owner] of [
      ['a.example', alice],
      ['b.example', alice],
      ['b.example', carol],
    ] as const) {
      const body = { value, status: 'MALICIOUS', tags: ['x'], audience: { community: true } };
      await call('POST /v1/descriptors', { token: owner.token, body });
    }
    const hidden = { value: 'c.example', status: 'MALICIOUS', tags: ['x'], audience: {} };
    await call('POST /v1/descriptors', { token: carol.token, body: hidden });
    await index();

    const { body } = await ask({ tag: 'x', facets: 'type,owner', explain: 'true', limit: '1' });

    expect(body.facets).toEqual({
      type: [{ value: 'DOMAIN', count: 3 }],
      owner: [
        { value: alice.id, count: 2 },
        { value: carol.id, count: 1 },
      ],
    });
    expect(body.indicators).toHaveLength(1);
    expect(body.plan).toMatchObject({ driver: 'tag', checked: ['tag'] });
    expect(body.budget.spent).toBeGreaterThanOrEqual(body.plan.units);
    expect(told.map(({ kind, about }) => [kind, about])).toEqual([
      ['search.read', { found: 1, mode: 'filters' }],
    ]);
  });

  it('reads strongly, for twice the units, where an audience has just changed', async () => {
    const { call, index, ask, wait, alice } = await asker();
    const audience = { community: true };
    const body = { value: 'a.example', status: 'MALICIOUS', tags: ['x'], audience };
    await call('POST /v1/descriptors', { token: alice.token, body });
    await index();

    const fresh = await ask({ tag: 'x', explain: 'true' });
    wait(11);
    const calm = await ask({ tag: 'x', explain: 'true' });

    const heads = 3;
    expect(fresh.body.indicators).toEqual(calm.body.indicators);
    expect(fresh.body.plan.units - heads).toBe(2 * (calm.body.plan.units - heads));
  });

  it('only its own that are over, and only where it asks', async () => {
    const { call, index, ask, wait, expire, bob, time } = await asker();
    const expiresAt = new Date(time.micros / 1000 + 60_000).toISOString();
    const audience = { community: true };
    const body = { value: 'a.example', status: 'MALICIOUS', audience, expiresAt };
    await call('POST /v1/descriptors', { token: bob.token, body });
    await index();
    wait(120);
    const before = await ask({ expired: 'true' });
    await expire();
    await index();

    const over = await ask({ expired: 'true' });
    const live = await ask({});

    expect(before.body.indicators).toHaveLength(1);
    expect(over.body.indicators).toMatchObject([{ value: 'a.example' }]);
    expect(live.body.indicators).toEqual([]);
  });
});
