import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSoak } from '../../bench/endurance/soak';
import { preparedAssembly } from '../support/prepared-assembly';

/** The short form of `npm run endure -- soak`: too short to tell a trend, so that only what no process here may ever need is refused. */
const plan = {
  seed: 20261122,
  seconds: 30,
  pace: { publishes: 10, lookUps: 20 },
  sampleEverySeconds: 5,
} as const;
const mostMegabytes = 400;
/** 20 to 30 MB by all that was seen: what grows with each request would be more in half a minute. */
const mostMegabytesHeld = 60;
/** The records of the load's last moments at most: all of them would be hundreds. */
const mostRecordsKept = 50;

describe('a steady load of publishing, looking up, following and revising', () => {
  it('leaves memory bounded, the stream trimmed, no lag and an exchange that is whole', async () => {
    const assembly = await preparedAssembly();
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-soak-'));

    const { samples, last, complaints } = await runSoak(plan, folder, { assembly, say: () => {} });

    expect(complaints).toEqual([]);
    expect(samples.map(({ lagMilliseconds }) => typeof lagMilliseconds)).not.toContain('undefined');
    const roles = ['engine', 'feed', 'gateway', 'indexer', 'look-up', 'publish', 'queues'];
    expect([...last.memory.keys()]).toEqual(expect.arrayContaining(roles));
    expect([...last.memory].filter(([, megabytes]) => megabytes > mostMegabytes)).toEqual([]);
    expect([...last.held.keys()]).toEqual(
      expect.arrayContaining(['gateway', 'publish', 'indexer']),
    );
    expect([...last.held].filter(([, megabytes]) => megabytes > mostMegabytesHeld)).toEqual([]);
    expect(last.streamRecords).toBeLessThanOrEqual(mostRecordsKept);
    rmSync(folder, { recursive: true });
  }, 180_000);
});
