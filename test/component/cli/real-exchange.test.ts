import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMember, type Community, startCommunity } from '../../support/community';
import { type Engine, startEngine } from '../../support/engine';
import { scratchFolder, tocsin } from './run-tocsin';
import { serve } from './serve';

let engine: Engine;
let made = 0;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

async function servedCommunity() {
  made += 1;
  const tables = await engine.createTables(`cli${made}`);
  const community = await startCommunity({ client: engine.documents, tables });
  const { url, stop } = await serve(community);
  const as = (member: Community['operator']) => ({
    run: (args: readonly string[], stdin = '') =>
      tocsin(args, { stdin, env: { TOCSIN_URL: url, TOCSIN_TOKEN: member.token } }),
  });
  return { ...community, as, stop };
}

describe('tocsin against an exchange', () => {
  it('publishes, finds, syncs, and publishes again without doubling', async () => {
    const { as, alice, bob, carol, group, stop } = await servedCommunity();
    const shared = ['--community', '--status', 'MALICIOUS', '--tlp', 'green', '--expires', '30d'];
    const input =
      '# list\nevil[.]example.com\tfamily/x\n185.178.209.193:443\nnot an indicator at all\n';
    const out = join(scratchFolder(), 'copy.ndjson');

    const first = await as(alice).run(['publish', '-', ...shared, '--json'], input);
    const again = await as(alice).run(['publish', '-', ...shared, '--json'], input);
    const secret = ['--group', group.id, '--status', 'SUSPICIOUS'];
    await as(bob).run(['publish', '-', ...secret], 'secret.example.com\n');
    const found = await as(carol).run(['lookup', 'EVIL.example.com', 'secret.example.com']);
    const synced = await as(carol).run(['feed', 'community', '--out', out]);
    const hidden = await as(carol).run(['feed', `group:${group.id}`, '--out', `${out}.group`]);
    const listed = await as(alice).run(['feed']);
    await stop();

    expect(JSON.parse(first.stdout)).toMatchObject({ lines: 4, accepted: 2, skipped: 2 });
    expect(JSON.parse(again.stdout)).toMatchObject({ lines: 4, duplicate: 2, skipped: 2 });
    expect(found.stdout.split('\n').slice(0, 2)).toEqual([
      'evil.example.com  DOMAIN  MALICIOUS  1 owner  TLP:GREEN  tags: family/x',
      'secret.example.com  DOMAIN  unknown',
    ]);
    expect(synced).toMatchObject({ code: 0, stdout: expect.stringMatching(/^verified count=2 /) });
    const values = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(values.map(({ descriptor }) => descriptor.value).sort()).toEqual([
      '185.178.209.193:443',
      'evil.example.com',
    ]);
    expect(hidden.code).toBe(2);
    expect(listed.stdout.split('\n')).toHaveLength(4);
  });

  it('plans, publishes by the plan, and stops when others have joined', async () => {
    const { as, alice, bob, operator, stop, ...world } = await servedCommunity();
    const shared = ['--community', '--member', bob.id, '--status', 'MALICIOUS'];
    const input = 'evil.example.com\nnot an indicator\n';

    const planned = await as(alice).run(['plan', '-', ...shared], input);
    const asJson = await as(alice).run(['plan', '-', ...shared, '--json'], input);
    const { planId, ...told } = JSON.parse(asJson.stdout);
    const byPlan = ['publish', '-', ...shared, '--plan', planId, '--json'];
    const unknown = await as(bob).run(['publish', '-', ...shared, '--plan', planId], input);
    const first = await as(alice).run(byPlan, input);
    await addMember(world, operator.token, 'Dave Data');
    const stale = await as(alice).run(byPlan, 'new.example.com\n');
    const refused = await as(alice).run(['plan', '-', ...shared, '--tlp', 'RED'], input);
    await stop();

    expect(planned.stdout.split('\n').slice(0, 3)).toEqual([
      'community  2 members',
      `member:${bob.id}  1 member: ${bob.id}`,
      'seen by 2 besides you',
    ]);
    expect(told).toMatchObject({ lines: 2, accepted: 1, skipped: 1 });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('plan.unusable') });
    expect(JSON.parse(first.stdout)).toMatchObject({ accepted: 1 });
    expect(stale).toMatchObject({ code: 2, stderr: expect.stringContaining('plan.stale') });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('tlp.audience') });
  }, 60_000);

  it('quarantines a member, tells what it could read, and lets it in again; a member withdraws', async () => {
    const { as, alice, operator, sweep, index, wait, stop, ...world } = await servedCommunity();
    const said = ['publish', '-', '--community', '--status', 'MALICIOUS'];
    await as(alice).run(said, 'evil.example.com\n');
    const why = ['--reason', 'broken into'];

    const shut = await as(operator).run(['member', 'quarantine', alice.id, ...why]);
    const refused = await as(alice).run(said, 'late.example.com\n');
    const exposure = await as(operator).run(['member', 'exposure', alice.id]);
    for (let minute = 0; minute < 3; minute++) {
      wait(60);
      await sweep();
      await index();
    }
    const over = await as(operator).run(['member', 'show', alice.id]);
    const back = await as(operator).run(['member', 'reinstate', alice.id, ...why, '--json']);
    const unsaid = await as(operator).run(['member', 'expel', alice.id, ...why]);
    const left = await as(alice).run(['withdraw', '--yes']);
    const report = await world.call(`GET ${new URL(left.stdout.trim()).pathname}`);
    await stop();

    expect(shut).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^state {5}quarantined, of/),
    });
    expect(refused.code).toBe(3);
    expect(exposure.stdout).toContain('  community  count=1 position=');
    expect(over.stdout).toContain('done      withhold: 1 at ');
    expect(JSON.parse(back.stdout)).toMatchObject({ state: 'active', sweep: { goal: 'lift' } });
    expect(unsaid).toMatchObject({ code: 2, stderr: expect.stringContaining('Give --yes') });
    expect(report.body).toMatchObject({ memberId: alice.id, endedAt: null });
  });
});
