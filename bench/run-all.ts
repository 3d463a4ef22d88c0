import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionName } from '../lib/functions';
import { Api } from './api';
import { BenchCloud } from './cloud';
import { type Counted, count } from './count';
import { drive } from './drive';
import { physicalPart } from './function-name';
import { measureLag } from './lag';
import { measure } from './measure';
import { startMeter } from './meter';
import type { Options } from './options';
import { collectProfiles } from './profiling';
import { type Scene, setScene } from './scene';
import type { Row, Workload } from './workload';
import { workloads } from './workloads';

export interface Setting {
  readonly assembly: string;
  readonly data: string;
  readonly root: string;
  readonly options: Options;
  readonly say: (line: string) => void;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly counted: Readonly<Record<string, Counted>>;
  /** Where the published values come from. */
  readonly values: string;
}

const preload = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(__dirname, 'in-function.mjs')).href}`,
};

/** Time first; then the same again through the meter, which would falsify the times. */
export async function runAll(setting: Setting): Promise<Measured> {
  const { only = '' } = setting.options;
  const chosen = workloads.filter(({ name }) => name.startsWith(only));
  const withLag = 'lag'.startsWith(only);
  if (chosen.length === 0 && !withLag) throw new Error(`no workload begins with '${only}'`);
  const { rows, scene } = await timeAll(setting, chosen, withLag);
  const counted = setting.options.profile ? {} : await countAll(setting, chosen, scene);
  return { rows, counted, values: scene.values.source };
}

async function timeAll(
  { assembly, data, root, options, say }: Setting,
  chosen: readonly Workload[],
  withLag: boolean,
): Promise<{ rows: Row[]; scene: Scene }> {
  const { profile, effort } = options;
  const folder = join(root, '.build/profiles');
  const cloud = await BenchCloud.start(assembly, data, profile ? recording(profile, folder) : {});
  const scene = await setScene(cloud.url, await cloud.bootstrap());
  say(`Values: ${scene.values.source}`);
  await publishFirst(scene, cloud);
  const rows: Row[] = [];
  for (const workload of chosen) {
    say(`${workload.title} …`);
    rows.push(...(await measure(workload, scene, cloud, effort)));
  }
  if (withLag) {
    say('lag …');
    rows.push(...(await measureLag(scene, cloud, effort.lagSeconds)));
  }
  for (const file of profile ? await collectProfiles(cloud.pid, profile, folder) : []) say(file);
  await cloud.stop();
  return { rows, scene };
}

function recording(profile: FunctionName, folder: string): Record<string, string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return { ...preload, BENCH_PROFILE: physicalPart(profile), BENCH_PROFILES: folder };
}

/** What the reads read; it also warms the functions up. */
async function publishFirst(scene: Scene, cloud: BenchCloud): Promise<void> {
  const batch = workloads.find(({ name }) => name === 'batch-1000');
  if (!batch) throw new Error('there is no workload to publish with');
  const api = new Api(cloud.url, 1);
  await drive(api, {
    connections: 1,
    seconds: 60,
    requests: 2,
    next: (at) => batch.next(scene, at),
    ...(batch.check && { check: batch.check }),
  });
  await cloud.idle();
  await api.close();
}

async function countAll(
  { assembly, data, options, say }: Setting,
  chosen: readonly Workload[],
  scene: Scene,
): Promise<Record<string, Counted>> {
  say('the same through the meter …');
  let engine = '';
  const meter = await startMeter(() => engine);
  const cloud = await BenchCloud.start(assembly, data, { ...preload, BENCH_METER: meter.url });
  engine = cloud.dynamodb;
  const counted: Record<string, Counted> = {};
  for (const workload of chosen) {
    counted[workload.name] = await count(workload, scene, cloud, meter, options.effort);
  }
  await cloud.stop();
  await meter.stop();
  return counted;
}
