import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servedCommunities } from './served-community';

const { servedCommunity } = servedCommunities();

describe('tocsin comment, react, relate and discussion', () => {
  it('says it by value, and shows it to those who see the indicator', async () => {
    const { alice, bob, tocsinAs, call, index, stop } = await servedCommunity();
    const [asAlice, asBob] = [tocsinAs(alice), tocsinAs(bob)];
    for (const value of ['evil.example', 'd'.repeat(32)]) {
      const body = { value, status: 'MALICIOUS', audience: { community: true } };
      await call('POST /v1/descriptors', { token: alice.token, body });
    }
    await index();

    const ran = [
      await asBob('comment', 'evil[.]example', 'seen it', '--community'),
      await asBob('react', 'evil.example', 'HELPFUL', '--community'),
      await asBob('relate', 'evil.example', 'hosts', 'd'.repeat(32), '--community'),
    ];
    await index();
    const shown = await asAlice('discussion', 'evil.example');
    const out = join(await mkdtemp(join(tmpdir(), 'tocsin-')), 'copy.ndjson');
    const copied = await asAlice('feed', 'community', '--out', out);
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    const kinds = lines.map((line) => JSON.parse(line).kind);
    const taken = await asBob('react', 'evil.example', 'HELPFUL', '--remove');
    await index();
    const after = await asAlice('discussion', 'evil.example', '--json');
    const wrong = [
      await asBob('comment', 'evil.example', '--community'),
      await asBob('comment', 'evil.example', 'to whom?'),
      await asBob('react', 'evil.example', 'LOVELY', '--community'),
    ];
    await stop();

    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(shown.stdout).toMatch(/^HELPFUL {2}by \d+\nd{32} {2}hosts\n.* by \d+ {2}seen it\n$/);
    expect(copied.code).toBe(0);
    expect(new Set(kinds).size).toBe(4);
    expect(taken.code).toBe(0);
    expect(after.stdout.split('\n').filter((line) => line.includes('"reaction"'))).toEqual([]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2]);
  });
});
