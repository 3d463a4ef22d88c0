import { accessOf } from '../../lambdas/contracts/policy-table';
import type { Route } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import { makeToken } from '../../lambdas/core/credential';
import { credentialLimits } from '../../lambdas/core/credential-rules';
import { type Role, roles, scopesOfRole } from '../../lambdas/core/member';
import { type Community, communities } from '../support/community';
import { type Ids, mismatchedPaths, sample, strangers } from '../support/mismatched';
import { scan } from '../support/stored';

const { community, newClient, sharedClient } = communities({ withBareClients: true });

const anId = '4611686018427387904';
const pathOf = ({ path }: Route) =>
  path.replace('{audience}', 'community').replace(/\{\w+\}/g, anId);
const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const);
const closed = named.filter(([, { operationId }]) => accessOf(operationId) !== 'public');

let world: Community;
const tokenOf = new Map<Role, string>();

beforeAll(async () => {
  world = await community();
  for (const role of roles) tokenOf.set(role, await tokenWith(role));
});

async function tokenWith(role: Role): Promise<string> {
  const { call, alice, operator } = world;
  if (role === 'operator') return operator.token;
  const body = { name: role, role };
  return (await call('POST /v1/credentials', { token: alice.token, body })).body.token;
}

describe('reliability A2.9: each role on each route', () => {
  it.each(named)('%s', async (_, route) => {
    const access = accessOf(route.operationId);
    const line = `${route.method} ${pathOf(route)}`;

    const allowed: Role[] = [];
    for (const [role, token] of tokenOf) {
      const { status, body } = await world.call(line, { token, body: {} });
      expect(status).not.toBe(401);
      if (body?.code !== 'credential.scope') allowed.push(role);
    }

    const expected = roles.filter(
      (role) => access === 'public' || scopesOfRole[role].includes(access),
    );
    expect(allowed).toEqual(expected);
  });

  it('is what the roles are for', () => {
    const operator = ['read', 'administer', 'operate'];
    expect(Object.fromEntries(roles.map((role) => [role, [...scopesOfRole[role]].sort()]))).toEqual(
      {
        admin: ['administer', 'publish', 'read'],
        analyst: ['publish', 'read'],
        reader: ['read'],
        machine: ['publish', 'read'],
        operator: operator.sort(),
      },
    );
  });
});

describe('reliability A2.7: what is no credential', () => {
  const tokens: [string, string | undefined][] = [];

  beforeAll(async () => {
    const { call, alice, bob, wait, time } = world;
    const { token } = alice;
    const issue = async (fields: object) => {
      const body = { name: 'x', role: 'admin', ...fields };
      return (await call('POST /v1/credentials', { token, body })).body;
    };
    const expiresAt = new Date(time.micros / 1000 + 60_000).toISOString();
    const revoked = await issue({});
    const expired = await issue({ expiresAt });
    const elsewhere = await issue({ allowedFrom: ['192.0.2.1'] });
    await call(`DELETE /v1/credentials/${revoked.id}`, { token });
    wait(61);
    const [aliceId, secret] = token.split('|');
    tokens.push(
      ['none', undefined],
      ['empty', ''],
      ['malformed', 'x'],
      ['without a secret', `${aliceId}|`],
      ['with a wrong checksum', `${aliceId}|${'A'.repeat(49)}`],
      ['another member’s', `${bob.id}|${secret}`],
      ['of nobody', makeToken('4611686018427387905', Buffer.alloc(32, 1))],
      ['of another deployment', makeToken(alice.id, Buffer.alloc(32, 2))],
      ['revoked', revoked.token],
      ['expired', expired.token],
      ['from a wrong address', elsewhere.token],
    );
  });

  it.each(closed)('%s answers 401 in the same bytes, whatever is wrong', async (_, route) => {
    const answers = await Promise.all(
      tokens.map(([, token]) =>
        world.call(`${route.method} ${pathOf(route)}`, token === undefined ? {} : { token }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('there is no default one: the operator’s is told once', async () => {
    const again = await world.bootstrap();

    expect(again).toEqual({ status: 'already_bootstrapped', operatorId: world.operator.id });
  });

  it('nor is there another when the first has ended, and is not even listed any more', async () => {
    const { call, bootstrap, operator } = await community();
    const issue = (token: string) =>
      call('POST /v1/credentials', { token, body: { name: 'Next', role: 'operator' } });
    const { body: first } = await call('GET /v1/me', { token: operator.token });
    const { body: last } = await issue(operator.token);
    const { token } = last;
    await call(`DELETE /v1/credentials/${first.credentialId}`, { token });
    for (let ended = 0; ended <= credentialLimits.ended; ended++) {
      const { body: next } = await issue(token);
      await call(`DELETE /v1/credentials/${next.id}`, { token });
    }

    const again = await bootstrap();
    const list = await call('GET /v1/credentials', { token });

    expect(list.text).not.toContain(first.credentialId);
    expect(again).toEqual({ status: 'already_bootstrapped', operatorId: operator.id });
  });
});

describe('reliability A2.1, A2.2, A2.3: an id that is not what the route is about', () => {
  let ids: Ids;
  beforeAll(async () => {
    ids = await strangers(world);
  });

  // A list is put under the name that its operator or its member makes up.
  it.each(named.filter(([, { path }]) => path.includes('{') && !/\{(list|name)\}/.test(path)))(
    '%s is 404, and not one byte is written',
    async (_, route) => {
      const isOperators = accessOf(route.operationId) === 'operate';
      const { token } = isOperators ? world.operator : world.alice;
      const paths = mismatchedPaths(route, ids);
      const before = await everything();

      const answers = [];
      for (const path of paths) answers.push([path, await statusOf(route, path, token)]);

      expect(paths.length).toBeGreaterThan(0);
      expect(answers).toEqual(paths.map((path) => [path, 404]));
      expect(await everything()).toEqual(before);
    },
  );

  /** The first answer that is not about a body which the schema takes and the rules do not. */
  async function statusOf(route: Route, path: string, token: string): Promise<number> {
    let status = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const body = sample(route.body, route, seed);
      const answer = await world.call(`${route.method} ${path}`, {
        ...{ token, ...(body === undefined ? {} : { body }) },
      });
      status = answer.status;
      if (answer.body?.code !== 'field.invalid') break;
    }
    return status;
  }

  /** All tables but what is counted of requests. */
  async function everything(): Promise<unknown[]> {
    const items = [];
    for (const table of Object.values(world.tables)) {
      items.push(...(await scan(sharedClient(), table)));
    }
    return items.filter(({ pk }) => !/^(rate|used)\//.test(String(pk)));
  }
});

describe('reliability A2.4, A2.6: a credential in an answer', () => {
  it('is never one with more rights than the caller’s, on any route and whatever is asked', async () => {
    const small = await community();
    const { call, alice } = small;
    const issue = async (fields: object, token = alice.token) =>
      (await call('POST /v1/credentials', { token, body: { name: 'x', ...fields } })).body;
    const narrow = await issue({ role: 'admin', scopes: ['administer', 'read'] });
    const full = await issue({ role: 'admin' });
    const tellers = new Set<string>();
    const scopes = new Set<string>();
    const look = async (route: Route, id: string, seed: number) => {
      const path = route.path.replace(/\{\w+\}/g, id);
      const body = sample(route.body, route, seed);
      const { text } = await call(`${route.method} ${path}`, {
        ...{ token: narrow.token, ...(body === undefined ? {} : { body }) },
      });
      for (const [token] of text.matchAll(/\d{8,19}\|[\w-]{49}/g)) {
        tellers.add(route.operationId);
        const me = await call('GET /v1/me', { token });
        for (const scope of me.body.scopes ?? []) scopes.add(scope);
      }
    };

    for (const route of routes) {
      for (const id of [full.id, narrow.id]) {
        for (let seed = 1; seed <= 6; seed++) await look(route, id, seed);
      }
    }

    expect([...tellers]).toContain('issueCredential');
    expect([...scopes].filter((scope) => !['administer', 'read'].includes(scope))).toEqual([]);
  });

  it.each([
    ['issued', 'POST /v1/credentials', { name: 'x', role: 'analyst', scopes: ['publish'] }],
    ['rotated', 'POST /v1/credentials/{full}/rotate', {}],
    ['changed', 'PATCH /v1/credentials/{reader}', { role: 'analyst', scopes: ['publish'] }],
  ])('%s is 403 where it would hold more', async (_, line, body) => {
    const small = await community();
    const { call, alice } = small;
    const issue = async (fields: object) => {
      const wanted = { name: 'x', ...fields };
      return (await call('POST /v1/credentials', { token: alice.token, body: wanted })).body;
    };
    const narrow = await issue({ role: 'admin', scopes: ['administer', 'read'] });
    const full = await issue({ role: 'admin' });
    const reader = await issue({ role: 'reader' });
    const path = line.replace('{full}', full.id).replace('{reader}', reader.id);

    const answer = await call(path, { token: narrow.token, body });

    expect(answer).toMatchObject({ status: 403, body: { code: 'credential.exceeds_giver' } });
  });

  it('holds no more than its giver when it is used, though the giver was given less since', async () => {
    const { call, alice } = await community();
    const issue = async (token: string, fields: object) =>
      (await call('POST /v1/credentials', { token, body: { name: 'x', ...fields } })).body;
    const giver = await issue(alice.token, { role: 'admin' });
    const child = await issue(giver.token, { role: 'admin' });
    const grandchild = await issue(child.token, { role: 'analyst' });
    const scopesOf = async (token: string) => (await call('GET /v1/me', { token })).body.scopes;

    const before = await scopesOf(grandchild.token);
    await call(`PATCH /v1/credentials/${giver.id}`, {
      ...{ token: alice.token, body: { scopes: ['administer', 'read'] } },
    });
    const write = await call('POST /v1/descriptors', { token: grandchild.token, body: {} });
    const { body: list } = await call('GET /v1/credentials', { token: alice.token });

    expect(before).toEqual(['read', 'publish']);
    expect(write).toMatchObject({ status: 403, body: { code: 'credential.scope' } });
    const shown = list.credentials.find(({ id }: { id: string }) => id === grandchild.id);
    expect(shown).toMatchObject({ scopes: ['read'], grantedBy: child.id });
  });
});

describe('reliability A2.8: a Directory that can’t be read', () => {
  it.each([
    ['does not answer', () => Promise.reject(new Error('no answer'))],
    [
      'is throttled',
      () => Promise.reject(Object.assign(new Error(), { name: 'ThrottlingException' })),
    ],
    ['answers with nothing', async () => ({ output: {} })],
    ['answers with no items', async () => ({ output: { Items: [] } })],
  ])('lets nobody in when it %s', async (_, instead) => {
    const client = newClient();
    const bent = await community({ client, onError: () => undefined });
    const { call, alice, operator, tables } = bent;
    bent.wait(31);
    client.middlewareStack.add(
      (next) => (args) => {
        const { TableName } = args.input as { TableName?: string };
        return TableName === tables.directory ? (instead() as ReturnType<typeof next>) : next(args);
      },
      { step: 'initialize', name: 'bend', priority: 'high' },
    );

    const statuses = new Set<number>();
    for (const [, route] of closed) {
      for (const { token } of [alice, operator]) {
        const line = `${route.method} ${pathOf(route)}`;
        statuses.add((await call(line, { token, body: {} })).status);
      }
    }

    expect([...statuses].filter((status) => ![401, 500, 503].includes(status))).toEqual([]);
    expect(statuses.size).toBe(1);
  });
});
