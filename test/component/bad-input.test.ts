import fc from 'fast-check';
import { accessOf } from '../../lambdas/contracts/policy-table';
import { routes } from '../../lambdas/contracts/routes';
import { type Community, startCommunity } from '../support/community';
import { type Engine, startEngine } from '../support/engine';

let engine: Engine;
let world: Community;

beforeAll(async () => {
  engine = await startEngine();
  const tables = await engine.createTables('bad');
  world = await startCommunity({ client: engine.documents, tables });
});

afterAll(() => engine.stop());

const fine = { value: 'evil.example', status: 'MALICIOUS', audience: { community: true } };
const protected_ = routes.filter(({ operationId }) => accessOf(operationId) !== 'public');
const anId = '4611686018427387904';
const pathOf = (path: string) => path.replace('{audience}', 'community').replace(/\{\w+\}/g, anId);

describe('credentials', () => {
  it.each(protected_.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s answers 401 in the same words for every credential that is none',
    async (_, { method, path }) => {
      const { alice, bob, operator } = world;
      const [aliceId, aliceSecret] = alice.token.split('|');
      const tokens = [
        undefined,
        '',
        'x',
        `${aliceId}|`,
        `${aliceId}|${'A'.repeat(49)}`,
        `${bob.id}|${aliceSecret}`,
        `${operator.id}|${aliceSecret}`,
        `${alice.token}x`,
        alice.token.replace('|', '%7C'),
      ];

      const answers = await Promise.all(
        tokens.map((token) =>
          world.call(`${method} ${pathOf(path)}`, token === undefined ? {} : { token }),
        ),
      );

      expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    },
  );

  it('refuses a revoked credential: a write at once, a read within 30 s', async () => {
    const { operator, carol } = world;
    const asOperator = { token: operator.token };
    const path = `/v1/members/${carol.id}/credentials`;
    const { body } = await world.call(`POST ${path}`, { ...asOperator, body: {} });
    const { token, id } = body;
    expect((await world.call('GET /v1/feeds', { token })).status).toBe(200);

    const revoked = await world.call(`DELETE ${path}/${id}`, asOperator);
    const write = await world.call('POST /v1/descriptors', { token, body: fine });
    world.wait(30);
    const read = await world.call('GET /v1/feeds', { token });

    expect(revoked.status).toBe(204);
    expect(write.status).toBe(401);
    expect(read.status).toBe(401);
  });

  it('gives a member no operator’s right', async () => {
    const { alice } = world;

    const answers = await Promise.all(
      routes
        .filter(({ operationId }) => accessOf(operationId) === 'operate')
        .map(({ method, path }) =>
          world.call(`${method} ${pathOf(path)}`, { token: alice.token, body: {} }),
        ),
    );

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  });
});

describe('a body that is not what the route takes', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  it.each([
    ['malformed JSON', '{"value":', 400, 'body.malformed'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'body.malformed'],
    ['nothing', '', 400, 'body.malformed'],
    ['a list', '[]', 400, 'field.invalid'],
    ['deep nesting', nested(100_000), 400, 'field.invalid'],
    ['deep nesting in a field', `{"value":${nested(50_000)}}`, 400, 'field.invalid'],
    ['more than 4 MB', `"${'x'.repeat(4 * 1024 * 1024)}"`, 413, 'body.too_large'],
  ])('%s', async (_, bytes, status, code) => {
    const { alice } = world;
    const body = Buffer.from(bytes);

    const one = await world.call('POST /v1/descriptors', { token: alice.token, bytes: body });
    const batch = await world.call('POST /v1/descriptors/batch', {
      token: alice.token,
      bytes: body,
    });

    expect(one).toMatchObject({ status, body: { code } });
    expect(batch).toMatchObject({ status, body: { code } });
  });

  it('is 415 in another type', async () => {
    const { alice } = world;
    const headers = { 'content-type': 'text/plain' };

    const answer = await world.call('POST /v1/descriptors', {
      ...{ token: alice.token, body: fine, headers },
    });

    expect(answer).toMatchObject({ status: 415, body: { code: 'body.unsupported_type' } });
  });

  it.each([
    ['an unknown field', { ...fine, colour: 'red' }, '/colour'],
    ['a field deep within', { ...fine, audience: { everyone: true } }, '/audience/everyone'],
    ['a wrong type', { ...fine, tags: 'phishing' }, '/tags'],
    ['a tag of a wrong type', { ...fine, tags: ['a', 7] }, '/tags/1'],
    ['too long a text', { ...fine, description: 'x'.repeat(8193) }, '/description'],
    ['too many bytes of text', { ...fine, description: 'é'.repeat(4097) }, '/description'],
    ['too many tags', { ...fine, tags: Array(51).fill('t') }, '/tags'],
    ['a number out of range', { ...fine, confidence: 101 }, '/confidence'],
    ['a fraction', { ...fine, confidence: 0.5 }, '/confidence'],
    ['an unknown status', { ...fine, status: 'EVIL' }, '/status'],
    ['a lone surrogate', { ...fine, description: '\ud800' }, '/description'],
    ['a NUL', { ...fine, tags: ['a\0b'] }, '/tags/0'],
    ['a date that is none', { ...fine, expiresAt: '2026-02-30T00:00:00Z' }, '/expiresAt'],
    ['an id that is none', { ...fine, audience: { groups: ['07'] } }, '/audience/groups/0'],
    [
      'an id past 2^63',
      { ...fine, audience: { groups: ['9223372036854775808'] } },
      '/audience/groups/0',
    ],
    ['an unknown type', { ...fine, type: 'HAT' }, '/type'],
  ])('%s is named by its pointer', async (_, body, pointer) => {
    const { alice } = world;

    const answer = await world.call('POST /v1/descriptors', { token: alice.token, body });

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });

  it('takes __proto__ for the unknown field that it is', async () => {
    const { alice } = world;
    const bytes = Buffer.from(
      '{"__proto__":{"audience":{"community":true}},"value":"a.example","status":"UNKNOWN","audience":{}}',
    );

    const answer = await world.call('POST /v1/descriptors', { token: alice.token, bytes });

    expect(answer.status).toBe(400);
  });
});

describe('a query that is not what the route takes', () => {
  it.each([
    ['GET /v1/feeds/community?after=-1', '/after'],
    ['GET /v1/feeds/community?after=1.5', '/after'],
    ['GET /v1/feeds/community?after=99999999999999999999', '/after'],
    ['GET /v1/feeds/community?limit=0', '/limit'],
    ['GET /v1/feeds/community?limit=1001', '/limit'],
    ['GET /v1/feeds/community?before=1', '/before'],
    ['GET /v1/feeds/community?after=1&after=2', '/after'],
    ['GET /v1/feeds/everyone', '/audience'],
    ['GET /v1/descriptors/abc', '/id'],
    ['GET /v1/indicators', '/value'],
    ['GET /v1/indicators?value=a.example&type=HAT', '/type'],
    ['GET /v1/feeds?x=1', '/x'],
  ])('%s', async (line, pointer) => {
    const { alice } = world;

    const answer = await world.call(line, { token: alice.token });

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });

  it('is told how many values this caller may look up at once', async () => {
    const { operator } = world;
    const token = operator.token;
    const groups = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        world.call('POST /v1/groups', { token, body: { name: `many ${at}` } }),
      ),
    );
    const members = [world.carol.id];
    for (const { body } of groups) {
      await world.call(`PUT /v1/groups/${body.id}/members`, { token, body: { members } });
    }
    world.wait(31);
    const values = Array.from({ length: 1000 }, (_, at) => `h${at}.example`);

    const answer = await world.call('POST /v1/lookups', {
      ...{ token: world.carol.token, body: { values } },
    });

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'look_up.too_many_reads', most: 714 },
    });
  });
});

describe('whatever is sent', () => {
  const line = fc.constantFrom(...protected_.map(({ method, path }) => `${method} ${path}`));
  const segment = fc.oneof(
    fc.constant(anId),
    fc.constant('community'),
    fc.string({ unit: 'binary' }),
  );
  const field = fc.constantFrom(
    ...[
      'value',
      'status',
      'audience',
      'tags',
      'descriptors',
      'values',
      'version',
      'name',
      'members',
    ],
  );
  const json = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.dictionary(field, fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }))),
  );

  it('is answered with a problem below 500, or done', async () => {
    const tried = fc.asyncProperty(
      ...([line, segment, json, fc.boolean(), fc.webQueryParameters()] as const),
      async (target, part, body, isOperator, query) => {
        const token = isOperator ? world.operator.token : world.alice.token;
        const path = target.replace(/\{\w+\}/g, encodeURIComponent(part.toWellFormed()) || 'x');

        const answer = await world.call(query ? `${path}?${query}` : path, { token, body });

        expect(answer.status).toBeGreaterThanOrEqual(200);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expect(typeof answer.body.code).toBe('string');
      },
    );

    await fc.assert(tried, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) });
  });

  it('of bytes is answered with a problem below 500', async () => {
    const tried = fc.asyncProperty(
      line,
      fc.uint8Array({ maxLength: 200 }),
      async (target, bytes) => {
        const path = target.replace(/\{\w+\}/g, anId);

        const answer = await world.call(path, {
          ...{ token: world.alice.token, bytes: Buffer.from(bytes) },
        });

        expect(answer.status).toBeLessThan(500);
      },
    );

    await fc.assert(tried, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) });
  });
});
