import { startCommunity } from '../../support/community';
import { type Engine, startEngine } from '../../support/engine';
import { tocsin } from './run-tocsin';
import { serve } from './serve';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

describe('tocsin search', () => {
  it('makes a query of words and fields, and follows the pages up to the limit', async () => {
    const tables = await engine.createTables('searched');
    const world = await startCommunity({ client: engine.documents, tables });
    const { call, index, alice, bob } = world;
    const descriptors = Array.from({ length: 1005 }, (_, n) => ({
      ...{ value: `h${n}.evil.example`, status: 'MALICIOUS', tags: ['kit, one'] },
      audience: { community: true },
    }));
    for (const half of [descriptors.slice(0, 600), descriptors.slice(600)]) {
      const body = { descriptors: half };
      await call('POST /v1/descriptors/batch', { token: alice.token, body });
      await index();
    }
    const { url, stop } = await serve(world);
    const env = { TOCSIN_URL: url, TOCSIN_TOKEN: bob.token };
    const run = (...args: string[]) => tocsin(['search', ...args], { stdin: '', env });

    const all = await run('evil.example', 'mode=below', '--limit', '2000');
    const some = await run('tag=kit\\, one', 'status=MALICIOUS', '--limit', '3');
    const wrong = await run('status=BAD');
    await stop();

    const idsOf = (stdout: string) =>
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id);
    expect(all.code).toBe(0);
    expect(new Set(idsOf(all.stdout)).size).toBe(1005);
    expect(idsOf(some.stdout)).toHaveLength(3);
    expect(some.stderr).toContain('there is more');
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain('NON_MALICIOUS');
  }, 120_000);
});
