import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { communities } from '../../support/community';
import { scratchFolder, tocsinInProcess } from './run-tocsin';

const { community } = communities();

/** An exchange behind a port, which also serves a list as some web server would. */
async function served() {
  const world = await community();
  const list = JSON.stringify({ name: 'Remote', type: 'string', list: ['remote.example'] });
  const server = createServer(async (request, response) => {
    if (request.url === '/lists/remote/list.json') return response.end(list);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const bytes = Buffer.concat(chunks);
    const line = `${request.method} ${request.url}`;
    const answer = await world.call(line, { headers, ...(bytes.length ? { bytes } : {}) });
    return response.writeHead(answer.status, answer.headers).end(answer.text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  const env = { TOCSIN_URL: url, TOCSIN_TOKEN: world.operator.token, TOCSIN_DATA: '/nonexistent' };
  return {
    ...world,
    url,
    stop: () => server.close(),
    run: (...args: string[]) => tocsinInProcess(['known-good', ...args], env),
  };
}

function folderOfLists(lists: Readonly<Record<string, unknown>>): string {
  const folder = scratchFolder();
  for (const [name, list] of Object.entries(lists)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'list.json'), JSON.stringify(list));
  }
  return folder;
}

describe('tocsin known-good', () => {
  it('loads a folder in pieces, says what was left out, lists and removes', async () => {
    const { run, call, alice, wait, stop } = await served();
    const many = Array.from({ length: 20_001 }, (_, at) => `h${at}.example`);
    const folder = folderOfLists({
      Tops: { name: 'The tops', version: 7, type: 'hostname', list: ['bank.co.uk', 'not a name'] },
      many: { name: 'Many', type: 'hostname', list: many },
      patterns: { name: 'Patterns', type: 'regex', list: ['/(a+)+$/'] },
      other: { something: 'else' },
    });

    const loaded = await run('load', folder);
    const listed = await run('list', '--json');
    wait(21);
    const body = { value: 'h20000.example', status: 'MALICIOUS', audience: {} };
    const warned = await call('POST /v1/descriptors', { token: alice.token, body });
    const removed = await run('remove', 'many');
    const again = await run('remove', 'many');
    stop();

    expect(loaded.code).toBe(1);
    expect(loaded.stderr).toContain('other/list.json: left out: it is not in the format');
    expect(loaded.stdout.trim().split('\n').sort()).toEqual([
      'many  20001 entries  hostname  Many',
      'patterns  0 entries  regex  Patterns  left out: 1 regex',
      'tops  1 entries  hostname  The tops  left out: 1 malformed',
    ]);
    expect(JSON.parse(listed.stdout).lists).toHaveLength(3);
    expect(warned.body.warnings).toMatchObject([{ lists: [{ list: 'many', match: 'exact' }] }]);
    expect(removed).toMatchObject({ code: 0, stdout: 'removed   many\n' });
    expect(again.code).toBe(2);
  });

  it('loads a list from a URL', async () => {
    const { run, url, stop } = await served();

    const loaded = await run('load', `${url}/lists/remote/list.json`);
    const missing = await run('load', `${url}/nothing.json`);
    stop();

    expect(loaded).toMatchObject({ code: 0, stdout: 'remote  1 entries  string  Remote\n' });
    expect(missing.code).toBe(4);
  });

  it.each([[[]], [['load']], [['load', 'a', 'b']], [['list', 'x']], [['load', '/no/such/place']]])(
    'refuses %j with its usage',
    async (args) => {
      const { run, stop } = await served();

      const { code, stdout } = await run(...args);
      stop();

      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
  );
});
