import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeToken } from '../../../lambdas/core/credential';
import { exchangeDouble } from './exchange-double';
import { scratchFolder, tocsin, token } from './run-tocsin';

const root = join(__dirname, '..', '..', '..');

describe('tocsin', () => {
  it.each([
    [['help'], 0, /usage: tocsin COMMAND/],
    [['--help'], 0, /publish a file of indicators/],
    [['help', 'publish'], 0, /every user can see arguments in ps/],
    [['feed', '--help'], 0, /--follow/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['publsh'], 2, /did you mean publish\?/],
    [['feed', '--folow'], 2, /did you mean --follow\?/],
    [[], 2, /usage: tocsin COMMAND/],
  ])('answers %j with %d', async (args, expected, text) => {
    const { code, stdout, stderr } = await tocsin(args);

    expect(code).toBe(expected);
    expect(expected === 0 ? stdout : stderr).toMatch(text);
  });
});

describe('credentials.json', () => {
  async function localCloud() {
    const noFeeds = { status: 200, body: { feeds: [] } };
    const server = await exchangeDouble(() => noFeeds);
    const folder = scratchFolder();
    const alice = makeToken('12345678', Buffer.alloc(32, 1));
    const members = [{ name: 'alice', id: '12345678', token: alice }];
    const file = { baseUrl: server.url, operator: { id: '1', token }, members, groups: [] };
    writeFileSync(join(folder, 'credentials.json'), JSON.stringify(file));
    return { ...server, alice, env: { TOCSIN_DATA: folder } };
  }

  it('gives the address, and the token of the member that --as names', async () => {
    const { env, seen, alice, stop } = await localCloud();

    const { code } = await tocsin(['feed', '--as', 'Alice'], { env });
    await stop();

    expect(code).toBe(0);
    expect(seen[0]?.headers['authorization']).toBe(`Bearer ${alice}`);
  });

  it('sends its tokens to no other address', async () => {
    const { env, seen, stop } = await localCloud();
    const other = await exchangeDouble(() => ({ status: 200, body: {} }));

    const { code } = await tocsin(['feed', '--as', 'alice', '--url', other.url], { env });
    await Promise.all([stop(), other.stop()]);

    expect(code).toBe(2);
    expect([...seen, ...other.seen]).toEqual([]);
  });

  it.each([
    [['feed', '--as', 'bob'], 2, "no member 'bob'"],
    [['feed'], 2, 'who are you?'],
    [['feed', '--token', `${token}x`], 3, 'not a credential'],
  ])('refuses %j', async (args, expected, message) => {
    const { env, stop } = await localCloud();

    const { code, stderr } = await tocsin(args, { env });
    await stop();

    expect(code).toBe(expected);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(token);
  });
});

describe('bin/tocsin.mjs', () => {
  it('starts the command line on the Node of the project and hands on its exit code', () => {
    const tree = checkoutWithPackages();

    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/tocsin.mjs', 'publsh'], {
      cwd: tree,
      encoding: 'utf8',
    });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('did you mean publish?');
  });
});

/** The launcher may install: it is run in a tree of its own, where that has been done. */
function checkoutWithPackages(): string {
  const tree = scratchFolder();
  cpSync(join(root, 'bin'), join(tree, 'bin'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(join(root, file), join(tree, file));
  mkdirSync(join(tree, 'node_modules'));
  for (const entry of readdirSync(join(root, 'node_modules'))) {
    if (entry === '.tocsin-lockfile') continue;
    symlinkSync(join(root, 'node_modules', entry), join(tree, 'node_modules', entry));
  }
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const stamp = createHash('sha256').update(lockfile).digest('hex');
  writeFileSync(join(tree, 'node_modules', '.tocsin-lockfile'), stamp);
  return tree;
}
