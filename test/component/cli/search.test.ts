import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCommunity } from '../../support/community';
import { type Engine, startEngine } from '../../support/engine';
import { scratchFolder, tocsin, tocsinInProcess } from './run-tocsin';
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
    const file = join(scratchFolder(), 'kit.csv');
    const csv = await tocsinInProcess(
      ['export', 'tag=kit\\, one', '--format', 'csv', '--out', file],
      env,
    );
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
    const rows = readFileSync(file, 'utf8').trim().split('\r\n');
    expect(csv.code).toBe(0);
    expect(new Set(rows).size).toBe(1006);
    expect(rows.filter((row) => row.startsWith('"type"'))).toHaveLength(1);
  }, 120_000);
});

describe('tocsin searches, export and lists', () => {
  it('keep a search and a list by name, run, print and forget them', async () => {
    const tables = await engine.createTables('named');
    const world = await startCommunity({ client: engine.documents, tables });
    const { call, index, alice, bob } = world;
    for (const [value, tags] of [
      ['a.example', ['kit, one']],
      ['b.example', ['kit, one']],
      ['192.0.2.1', ['other']],
    ] as const) {
      const body = { value, tags, status: 'MALICIOUS', audience: { community: true } };
      await call('POST /v1/descriptors', { token: alice.token, body });
    }
    await index();
    const { url, stop } = await serve(world);
    const env = { TOCSIN_URL: url, TOCSIN_TOKEN: bob.token };
    const run = (...args: string[]) => tocsinInProcess(args, env);
    const plain = ['--format', 'list', '--no-comments'];

    const put = await run('searches', 'put', 'kits', 'tag=kit\\, one', 'type=DOMAIN');
    const kept = await run('searches');
    const ran = await run('searches', 'run', 'kits', '--limit', '1');
    const saved = await run('export', '--saved', 'kits', ...plain);
    const feed = await run('export', '--feed', 'community', ...plain);
    const made = await run('lists', 'put', 'wall', 'feed=community', 'format=list');
    const named = await run('lists');
    const got = await run('lists', 'get', 'wall');
    await run('lists', 'put', 'wall', 'saved=kits', 'format=list', 'comments=false');
    const found = await run('lists', 'get', 'wall');
    const refused = await run('lists', 'put', 'wall', 'colour=red');
    const gone = [await run('searches', 'remove', 'kits'), await run('lists', 'remove', 'wall')];
    const none = [await run('searches', 'run', 'kits'), await run('lists')];
    await stop();

    const linesOf = ({ stdout }: { stdout: string }) => stdout.trim().split('\n').sort();
    expect([put, made, got, ...gone].map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(linesOf(kept)).toEqual(['kits  {"tag":"kit\\\\, one","type":"DOMAIN"}']);
    expect(linesOf(ran)).toHaveLength(1);
    expect(linesOf(saved)).toEqual(['a.example', 'b.example']);
    expect(linesOf(feed)).toEqual(['192.0.2.1', 'a.example', 'b.example']);
    expect(made.stdout.trim()).toBe(`${url}/v1/lists/wall/content`);
    expect(linesOf(found)).toEqual(['a.example', 'b.example']);
    expect(linesOf(named)).toEqual(['wall  {"feed":"community","format":"list"}']);
    expect(linesOf(got).slice(1)).toEqual(linesOf(feed));
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('confidenceMin') });
    expect(none).toMatchObject([{ code: 2 }, { code: 0, stdout: '' }]);
  }, 60_000);
});
