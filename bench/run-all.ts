import { join } from 'node:path';
import { Api } from './api';
import { BenchCloud } from './cloud';
import { type Counted, count } from './count';
import { drive } from './drive';
import { measureLag } from './lag';
import { measure, type Stand } from './measure';
import { startMeter } from './meter';
import type { Options } from './options';
import { Profiler, preloaded } from './profiler';
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

/** Time first; then the same again through the meter, which would falsify the times. */
export async function runAll(setting: Setting): Promise<Measured> {
  const choice = choose(setting.options.only);
  const { rows, scene } = await timeAll(setting, choice);
  const counted = setting.options.profile ? {} : await countAll(setting, choice.chosen, scene);
  return { rows, counted, values: scene.values.source };
}

interface Choice {
  readonly chosen: readonly Workload[];
  readonly withLag: boolean;
}

/** The one of that name, or all whose name begins so. */
function choose(only = ''): Choice {
  const exact = workloads.filter(({ name }) => name === only);
  const chosen = exact.length > 0 ? exact : workloads.filter(({ name }) => name.startsWith(only));
  const withLag = 'lag'.startsWith(only);
  if (chosen.length > 0 || withLag) return { chosen, withLag };
  throw new Error(`no workload begins with '${only}'`);
}

async function timeAll(
  { assembly, data, root, options, say }: Setting,
  choice: Choice,
): Promise<{ rows: Row[]; scene: Scene }> {
  const { profile, effort } = options;
  const profiler = profile && new Profiler(profile, join(root, '.build/profiles'));
  const cloud = await BenchCloud.start(assembly, data, profiler?.environment);
  try {
    const scene = await setScene(cloud.url, await cloud.bootstrap());
    say(`Values: ${scene.values.source}`);
    await publishFirst(scene, cloud);
    const rows = await timeEach({ scene, cloud, effort, profiler }, choice, say);
    for (const file of profiler?.files() ?? []) say(file);
    return { rows, scene };
  } finally {
    await cloud.stop();
  }
}

async function timeEach(
  stand: Stand,
  { chosen, withLag }: Choice,
  say: Setting['say'],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const workload of chosen) {
    say(`${workload.title} …`);
    rows.push(...(await measure(workload, stand)));
  }
  if (!withLag) return rows;
  say('lag …');
  return [...rows, ...(await measureLag(stand))];
}

/** What the reads read; it also warms the functions up. */
async function publishFirst(scene: Scene, cloud: BenchCloud): Promise<void> {
  const batch = workloads.find(({ name }) => name === 'batch-1000');
  if (!batch) throw new Error('there is no workload to publish with');
  const api = new Api(cloud.url, 1);
  await drive(api, {
    connections: 1,
    seconds: 60,
    requests: 1,
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
  const cloud = await BenchCloud.start(assembly, data, { ...preloaded, BENCH_METER: meter.url });
  engine = cloud.dynamodb;
  try {
    const counted: Record<string, Counted> = {};
    for (const workload of chosen) {
      counted[workload.name] = await count(workload, scene, cloud, meter, options.effort);
    }
    return counted;
  } finally {
    await cloud.stop();
    await meter.stop();
  }
}
