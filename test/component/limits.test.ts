import { accessOf } from '../../lambdas/contracts/policy-table';
import { routes } from '../../lambdas/contracts/routes';
import { communities } from '../support/community';

const { community, newTables, sharedClient } = communities();

const anId = '4611686018427387904';
const protectedLines = routes
  .filter(({ operationId }) => accessOf(operationId) !== 'public')
  .map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, anId)}`);

describe('requests whose credential is refused', () => {
  it('are counted by their network and refused past its quota, in one answer for all', async () => {
    const { call, wait, alice } = await community({ sourceRequestsPerSecond: 1 });
    wait(20);
    const wrong = [undefined, 'x', `${alice.token}x`, `${anId}|${'A'.repeat(49)}`];
    const tokens = Array.from({ length: 16 }, (_, at) => wrong[at % wrong.length]);

    const answers = [];
    for (const [at, token] of tokens.entries()) {
      const from = `192.0.2.${at}`;
      answers.push(
        await call('GET /v1/feeds', { ...(token === undefined ? {} : { token }), from }),
      );
    }

    const statuses = answers.map(({ status }) => status);
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(6).fill(429)]);
    expect(new Set(answers.slice(0, 10).map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.slice(10).map(({ text }) => text)).size).toBe(1);
    expect(answers.at(-1)?.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^([1-9]|10)$/),
      'ratelimit-policy': '"source";q=10;w=10',
    });
  });

  it('lock nobody else out: neither a member of the same network, nor another network', async () => {
    const { call, alice } = await community({ sourceRequestsPerSecond: 1 });
    const spend = () => call('GET /v1/feeds', { token: `${alice.token}x`, from: '192.0.2.1' });
    for (let at = 0; at < 12; at++) await spend();

    const spent = await spend();
    const neighbour = await call('GET /v1/feeds', { token: alice.token, from: '192.0.2.2' });
    const elsewhere = await call('GET /v1/feeds', { token: 'x', from: '192.0.3.1' });

    expect([spent, neighbour, elsewhere].map(({ status }) => status)).toEqual([429, 200, 401]);
  });

  it('reliability A2.30: count the same on every verb, route and spelling of an address', async () => {
    const { call } = await community({ sourceRequestsPerSecond: 1 });
    const spellings = ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:C000:0201', '192.0.2.99'];
    const askAll = () =>
      Promise.all(
        protectedLines.map((line, at) =>
          call(line, { token: 'x', from: spellings[at % spellings.length] ?? '' }),
        ),
      );
    const first = await askAll();
    // What an environment has leased and not used is its own until the window ends.
    for (let time = 0; time < 5; time++) await askAll();

    const answers = await askAll();

    expect(first.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
    expect(answers.map(({ status }) => status)).toEqual(protectedLines.map(() => 429));
  });

  it('reliability A2.31: are held by one clock, wherever it stands and however it jumps', async () => {
    const world = await community({ sourceRequestsPerSecond: 1 });
    const ask = async () => (await world.call('GET /v1/feeds', { token: 'x' })).status;
    const tenMinutes = 600;
    world.time.micros -= world.time.micros % 10_000_000;

    const spent = [];
    for (const jump of [0, tenMinutes, -tenMinutes, -tenMinutes, tenMinutes]) {
      world.wait(jump);
      const answers = [];
      for (let time = 0; time < 12; time++) answers.push(await ask());
      spent.push(answers.filter((status) => status === 401).length);
    }

    // A window that comes again is as spent as it was: what was leased in it is kept.
    expect(spent).toEqual([10, 10, 0, 10, 0]);
  });

  it('reliability A2.32: are limited by their source, whichever member they name', async () => {
    const { call, alice, bob, carol } = await community({ sourceRequestsPerSecond: 1 });
    const guesses = Array.from({ length: 15 }, (_, at) => {
      const { id } = [alice, bob, carol][at % 3] ?? alice;
      return `${id}|${String(at).padStart(49, 'A')}`;
    });

    const answers = [];
    for (const token of guesses) answers.push(await call('POST /v1/lookups', { token }));

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
  });

  it('share one quota over all environments of all functions', async () => {
    const tables = await newTables();
    const client = sharedClient();
    const world = await community({ tables, client, sourceRequestsPerSecond: 2 });
    world.wait(20);
    const lines = ['GET /v1/feeds', 'GET /v1/me', 'POST /v1/lookups', 'POST /v1/descriptors'];

    const answers = [];
    for (let at = 0; at < 40; at++) {
      answers.push(await world.call(lines[at % lines.length] ?? '', { token: 'x' }));
    }

    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(20);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(10);
  });
});
