import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKills } from '../../bench/endurance/kill-run';
import { killKinds } from '../../bench/endurance/victims';
import { preparedAssembly } from '../support/prepared-assembly';

/** The short form of `npm run endure -- kills`. */
const plan = {
  seed: 20261122,
  descriptors: 2000,
  kills: 10,
  batchSizes: [2, 10, 50, 100],
  readsById: 300,
} as const;

describe('an exchange whose parts are killed while members publish', () => {
  it('loses nothing acknowledged, shows nothing else, and is whole again when it is quiet', async () => {
    const assembly = await preparedAssembly();
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-kills-'));

    const result = await runKills(plan, { folder, assembly, say: () => {} });

    const { verdict, strange, health, kills, descriptors } = result;
    expect(descriptors).toBeGreaterThanOrEqual(plan.descriptors);
    expect([...kills.values()].reduce((sum, count) => sum + count, 0)).toBe(plan.kills);
    expect([...kills.keys()].sort()).toEqual([...killKinds].sort());
    expect(verdict.lost).toEqual([]);
    expect(verdict.wrong).toEqual([]);
    expect(verdict.digests.proved).toBe(verdict.digests.feeds);
    expect(verdict.checked.inFeeds).toBeGreaterThan(plan.descriptors);
    expect(strange).toEqual([]);
    expect(health.complaints).toEqual([]);
    expect(health.walk.objects).toBe(descriptors);
    rmSync(folder, { recursive: true });
  }, 300_000);
});
