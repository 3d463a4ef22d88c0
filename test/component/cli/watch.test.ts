import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './run-tocsin';
import { servedCommunities } from './served-community';

const { servedCommunity } = servedCommunities();

async function watchCommand() {
  const world = await servedCommunity();
  return { ...world, watch: (...args: string[]) => world.tocsinAs(world.bob)('watch', ...args) };
}

/** As many domains of a company, one a line, with what such files have beside. */
function domainsIn(count: number, ...others: readonly string[]): string {
  const file = join(scratchFolder(), 'domains.txt');
  const lines = Array.from({ length: count }, (_, at) => `asset-${at}.example`);
  writeFileSync(file, `# ours\n\n${[...lines, ...others].join('\r\n')}\n`);
  return file;
}

describe('tocsin watch', () => {
  it('makes a watch of all that the options say, lists, pauses, resumes and removes it', async () => {
    const { watch, call, bob, stop } = await watchCommand();
    const { token } = bob;
    const said = ['--below', 'bank.example', '--below', 'bank.test', '--tag', 'phishing'];
    const least = ['--status-at-least', 'SUSPICIOUS', '--confidence-at-least', '70'];
    const until = ['--expires', '2027-01-01T00:00:00Z'];

    const added = await watch('add', 'Our domains', ...said, ...least, ...until);
    const [id = ''] = added.stdout.split('  ');
    const { conditions } = (await call(`GET /v1/watches/${id}`, { token })).body;
    const paused = await watch('pause', id);
    const listed = await watch('list', '--json');
    const resumed = await watch('resume', id);
    const removed = await watch('remove', id);
    const left = await watch('list');
    await stop();

    const rest = 'Our domains  2 values  until 2027-01-01T00:00:00.000Z\n';
    expect([added, paused, resumed].map(({ stdout }) => stdout)).toEqual([
      `${id}  live  ${rest}`,
      `${id}  paused  ${rest}`,
      `${id}  live  ${rest}`,
    ]);
    expect(conditions).toEqual([
      {
        ...{ below: ['bank.example', 'bank.test'], tags: ['phishing'] },
        ...{ statusAtLeast: 'SUSPICIOUS', confidenceAtLeast: 70 },
      },
    ]);
    expect(JSON.parse(listed.stdout)).toMatchObject({ id, state: 'paused', values: 2 });
    expect([removed, left]).toEqual(Array(2).fill({ code: 0, stdout: '', stderr: '' }));
  });

  it('tells what it would have matched, and keeps nothing', async () => {
    const { watch, call, index, alice, stop } = await watchCommand();
    for (const value of ['a.bank.example', 'b.bank.example', 'other.example']) {
      const body = { value, status: 'MALICIOUS', audience: { community: true } };
      await call('POST /v1/descriptors', { token: alice.token, body });
    }
    await index();

    const tried = await watch('test', '--below', 'bank.example', '--days', '30');
    const left = await watch('list');
    await stop();

    expect(tried.code).toBe(0);
    expect(tried.stdout.trim().split('\n').sort()).toEqual([
      'a.bank.example  DOMAIN  MALICIOUS',
      'b.bank.example  DOMAIN  MALICIOUS',
    ]);
    expect(left.stdout).toBe('');
  });

  it('takes 10,000 lines of a file, in pieces, and no more; where a piece is refused there is no watch', async () => {
    const { watch, call, bob, stop } = await watchCommand();
    const { token } = bob;

    const whole = await watch('add', 'All', '--file', domainsIn(10_000), '--json');
    const { id } = JSON.parse(whole.stdout);
    const shown = await call(`GET /v1/watches/${id}`, { token });
    const more = { condition: 0, field: 'below', values: ['one-more.example'] };
    const grown = await call(`POST /v1/watches/${id}/values`, { token, body: more });
    const refused = await watch('add', 'More', '--file', domainsIn(2000, 'co.uk'));
    const left = await watch('list');
    await stop();

    expect(shown.body.values).toBe(10_000);
    expect(shown.body.conditions[0].below[9999]).toBe('asset-9999.example');
    expect(grown.body).toMatchObject({ status: 400, code: 'watch.too_many_values' });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/watch\.too_wide/);
    expect(left.stdout).toBe(`${id}  live  All  10000 values\n`);
  });

  it.each([
    ['no verb', [], /takes list, add NAME/],
    ['a verb that is none', ['lsit'], /takes list, add NAME/],
    ['add without a name', ['add', '--below', 'a.example'], /watch add takes one argument/],
    ['test with a name', ['test', 'x', '--below', 'a.example'], /watch test takes no argument/],
    ['a list that is none', ['add', 'x', '--into', 'under'], /--into is one of exact, below/],
    ['no condition', ['add', 'x'], /watch\.empty/],
    ['a public suffix', ['add', 'x', '--below', 'co.uk'], /watch\.too_wide/],
    ['days beyond what is kept', ['test', '--below', 'a.example', '--days', '91'], /--days/],
    ['a watch that is none', ['pause', '17'], /not_found/],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { tocsinAs, bob } = await shared();

    const { code, stderr } = await tocsinAs(bob)('watch', ...args);

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  let made: ReturnType<typeof servedCommunity> | undefined;
  const shared = () => {
    made ??= servedCommunity();
    return made;
  };
  afterAll(async () => (await made)?.stop());
});
