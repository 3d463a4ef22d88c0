import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessOf } from '../../lambdas/contracts/policy-table';
import { routes } from '../../lambdas/contracts/routes';
import { communities } from '../support/community';
import { sample } from '../support/mismatched';

const { community, newClient } = communities();

const anId = '4611686018427387904';
const lineOf = ({ method, path }: (typeof routes)[number]) =>
  `${method} ${path.replace('{audience}', 'community').replace(/\{\w+\}/g, anId)}`;

describe('reliability A2.34: a parameter that no route has', () => {
  it.each(routes.map((route) => [lineOf(route), route] as const))(
    '%s is 400, or what it was for who may not ask',
    async (line) => {
      const { call, alice, operator } = await sharedWorld();

      for (const { token } of [alice, operator]) {
        for (const name of ['order', 'sort', 'filter', 'limit%00', '__proto__']) {
          const { status } = await call(`${line}?${name}=1`, { token, body: {} });
          expect([400, 403]).toContain(status);
        }
      }
    },
  );
});

describe('reliability A2.37: the same request in other media types', () => {
  const types = [
    'application/json',
    'text/html',
    '*/*',
    'application/xml',
    'application/stix+json',
  ];

  it.each(routes.map((route) => [lineOf(route), route] as const))(
    '%s has the same outcome for each credential, whatever it says it accepts',
    async (line, route) => {
      const { call, alice, bob } = await sharedWorld();
      const isPublic = accessOf(route.operationId) === 'public';

      for (const token of [undefined, 'x', `${bob.id}|${alice.token.split('|')[1]}`]) {
        const statuses = new Set<number>();
        for (const accept of types) {
          const answer = await call(line, {
            ...{ headers: { accept, 'content-type': accept } },
            ...(token === undefined ? {} : { token }),
          });
          statuses.add(answer.status);
        }
        if (!isPublic) expect([...statuses]).toEqual([401]);
      }
    },
  );
});

describe('reliability A2.38: secrets and values in all that is logged', () => {
  it('are not there, wherever they were sent', async () => {
    const logged: unknown[] = [];
    const note = (...all: unknown[]) => logged.push(all);
    const world = await community({ onError: note, onLog: note });
    const canary = 'c4n4ry7x';
    const { token } = world.alice;
    const secret = token.split('|')[1] ?? '';

    for (const route of routes) {
      const line = `${route.method} ${route.path.replace(/\{\w+\}/g, canary)}`;
      const body = { ...(sample(route.body, route, 1) as object), value: canary, [canary]: canary };
      await world.call(`${line}?${canary}=${canary}`, { token, body });
      await world.call(line, { token: `${token}${canary}`, body: { token, value: canary } });
      await world.call(line, { body: { token: `${token}x`, [canary]: [canary] } });
      await world.call(line, { token, headers: { 'idempotency-key': canary }, body });
    }

    const text = JSON.stringify(logged, (_, v) => (v instanceof Error ? v.stack : v));
    expect(logged.length).toBeGreaterThan(routes.length);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(secret);
  });
});

describe('reliability A2.41: a credential that is revoked', () => {
  it('is refused on every route: by a write at once, by a read within 30 s', async () => {
    const { call, wait, alice } = await community();
    const body = { name: 'x', role: 'admin' };
    const issued = (await call('POST /v1/credentials', { token: alice.token, body })).body;
    const { token } = issued;
    const closed = routes.filter(({ operationId }) => accessOf(operationId) !== 'public');
    for (const route of closed) await call(lineOf(route), { token, body: {} });

    await call(`DELETE /v1/credentials/${issued.id}`, { token: alice.token });
    const statusesOf = async (isRead: boolean) => {
      const some = closed.filter((route) => route.isRead === isRead);
      const answers = [];
      for (const route of some)
        answers.push((await call(lineOf(route), { token, body: {} })).status);
      return [...new Set(answers)];
    };
    const writes = await statusesOf(false);
    wait(30);
    const reads = await statusesOf(true);

    expect([writes, reads]).toEqual([[401], [401]]);
  });

  it('is refused by a read within 30 s of being asked for, however long that answer took', async () => {
    const client = newClient();
    const { call, wait, alice, tables } = await community({ client });
    const body = { name: 'x', role: 'reader' };
    const { id, token } = (await call('POST /v1/credentials', { token: alice.token, body })).body;
    let isSlow = true;
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        if (isSlow && (args.input as { TableName?: string }).TableName === tables.directory) {
          isSlow = false;
          await call(`DELETE /v1/credentials/${id}`, { token: alice.token });
          wait(10);
        }
        return answer;
      },
      { step: 'initialize', name: 'slow', priority: 'high' },
    );

    const first = await call('GET /v1/me', { token });
    wait(20);
    const next = await call('GET /v1/me', { token });

    expect([first.status, next.status]).toEqual([200, 401]);
  });

  it('is asked for in the functions: no authoriser of the gateway caches an answer', () => {
    const files = globSync(join(__dirname, '../../lib/**/*.ts'));

    const naming = files.filter((file) => /authorizer/i.test(readFileSync(file, 'utf8')));

    expect(files.length).toBeGreaterThan(20);
    expect(naming).toEqual([]);
  });
});

describe('reliability A2.42: one environment for several members', () => {
  it('answers the first as before, whatever another asked in between', async () => {
    const { call, alice, bob } = await community();
    const audience = {};
    for (const { token } of [alice, bob]) {
      const body = { value: `${token.slice(0, 9)}.example`, status: 'MALICIOUS', audience };
      await call('POST /v1/descriptors', { token, body });
    }
    const reads = routes.filter(({ isRead, body }) => isRead && !body).map(lineOf);
    const tellings = async (token: string) => {
      const told = [];
      for (const line of reads) {
        const { status, text } = await call(line, { token });
        told.push([line, status, text.replace(/"asOf":\d+/, '')]);
      }
      return told;
    };

    const before = await tellings(alice.token);
    const between = await tellings(bob.token);
    for (const line of reads) await call(line, { token: `${bob.token}x` });
    const after = await tellings(alice.token);

    expect(after).toEqual(before);
    expect(JSON.stringify(between)).not.toContain(alice.id);
  });
});

describe('reliability A2.29: hashes of tokens', () => {
  it('are compared by timingSafeEqual, and nowhere else', () => {
    const folders = '{core/credential*,platform/*,directory/*,joining/*,departure/*}';
    const files = globSync(join(__dirname, `../../lambdas/${folders}.ts`));
    const comparing = /\bhash(es)?\s*[!=]==|[!=]==\s*[\w.]*\bhash\b|\b(report|token)Hash\s*[!=]==/i;

    const found = files.filter((file) => comparing.test(readFileSync(file, 'utf8')));

    expect(files.length).toBeGreaterThan(40);
    expect(found.map((file) => file.replace(/^.*lambdas\//, ''))).toEqual([]);
  });
});

let shared: ReturnType<typeof community> | undefined;

function sharedWorld() {
  shared ??= community();
  return shared;
}
