import { tocsinInProcess } from './run-tocsin';
import { servedCommunities } from './served-community';

const { servedCommunity } = servedCommunities();

describe('tocsin credentials', () => {
  it('issues, lists, rotates and revokes, with the token on stdout alone', async () => {
    const { alice, tocsinAs, call, stop } = await servedCommunity();
    const run = tocsinAs(alice);

    const limits = ['--expires', '30d', '--scope', 'read', '--from', '127.0.0.0/8'];
    const issued = await run('credentials', 'issue', 'Feed reader', '--role', 'machine', ...limits);
    const token = issued.stdout.trim();
    const { credentials } = (await call('GET /v1/credentials', { token: alice.token })).body;
    const { id } = credentials.find(({ name }: { name: string }) => name === 'Feed reader');
    const rotated = await run('credentials', 'rotate', id, '--overlap', '0');
    const list = await run('credentials', 'list');
    const revoked = await run('credentials', 'revoke', id);
    await stop();

    expect(token).toMatch(/^\d{8,}\|[\w-]{49}$/);
    expect(issued.stderr).not.toContain(token);
    expect(issued.stderr).toContain(id);
    const [, secret = ''] = token.split('|');
    expect(rotated.stdout).toMatch(/^\d{8,}\|[\w-]{49}\n$/);
    expect(list.stdout).toContain(`${id}  machine  read  until`);
    expect(list.stdout).not.toContain(secret);
    expect([issued, rotated, list, revoked].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const use = await call('DELETE /v1/descriptors/1', { token: rotated.stdout.trim() });
    expect(use.status).toBe(401);
  });

  it('refuses what it can tell by itself with usage, and says what the exchange refused', async () => {
    const { alice, tocsinAs, stop } = await servedCommunity();
    const run = tocsinAs(alice);

    const usage = [
      await run('credentials'),
      await run('credentials', 'issue', 'x'),
      await run('credentials', 'rotate', '../me'),
      await run('credentials', 'list', 'x'),
      await run('directory', 'x'),
    ];
    const gone = await run('credentials', 'revoke', '4611686018427387904');
    await stop();

    expect(usage.map(({ code }) => code)).toEqual(usage.map(() => 2));
    expect(gone.code).not.toBe(0);
    expect(gone.stderr).toContain('object.not_found');
  });

  it('ends a token that leaked, read on stdin, for whoever has it', async () => {
    const { alice, url, call, stop } = await servedCommunity();
    const report = (text: string) =>
      tocsinInProcess(['credentials', 'report-leak'], { TOCSIN_URL: url }, text);

    const nothing = await report('');
    const reported = await report(`${alice.token}\n`);
    await stop();

    expect(nothing.code).toBe(2);
    expect(reported.code).toBe(0);
    expect(reported.stdout + reported.stderr).not.toContain(alice.token);
    expect((await call('DELETE /v1/descriptors/1', { token: alice.token })).status).toBe(401);
  });

  it('shows who is listed in the directory', async () => {
    const { alice, bob, call, tocsinAs, stop } = await servedCommunity();
    const body = { isListed: true, sector: 'security', country: 'CH' };
    await call('PATCH /v1/me', { token: alice.token, body });

    const shown = await tocsinAs(bob)('directory');
    await stop();

    expect(shown).toMatchObject({
      code: 0,
      stdout: `${alice.id}  Alice Analytics  security  CH\n`,
    });
  });
});
