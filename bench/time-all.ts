import { join } from 'node:path';
import { buildPresences } from './build-presences';
import { BenchCloud } from './cloud';
import type { Probe, Stand } from './probe';
import { Profiler } from './profiler';
import { runRounds, type SizedRow } from './rounds';
import type { Prepared, Setting } from './setting';

/** All exchanges run side by side, and one at a time has work. */
export async function timeAll(
  { root, kept, options }: Setting,
  prepared: readonly Prepared[],
  probes: readonly Probe[],
): Promise<SizedRow[]> {
  const { profile } = options;
  const profiler = profile && new Profiler(profile, join(root, '.build/profiles'));
  const stands: Stand[] = [];
  try {
    for (const { data, scene } of prepared) {
      const cloud = await BenchCloud.start(kept.assembly, data, profiler?.environment);
      stands.push({ cloud, scene });
      await cloud.idle();
      await buildPresences(cloud);
    }
    const rows: SizedRow[] = [];
    for (const probe of probes) {
      kept.say(`${probe.title} …`);
      rows.push(...(await runRounds(probe, stands, options.effort.rounds, profiler)));
    }
    for (const file of profiler?.files() ?? []) kept.say(file);
    return rows;
  } finally {
    for (const { cloud } of stands) await cloud.stop();
  }
}
