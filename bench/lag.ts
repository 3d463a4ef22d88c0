import { Api } from './api';
import { cpuBetween, cpuTimes } from './cpu';
import { pace, percentile, sorted } from './drive';
import { communityPosition, readCommunity } from './feeds';
import type { Stand } from './measure';
import { nextDescriptor, readerAt, type Scene } from './scene';
import { cpuOf, type Row } from './workload';

const perSecond = 20;
const warmUps = 20;

/** From the acknowledgement of a publish to another member's feed, at an even pace that waits for nobody. */
export async function measureLag({ scene, cloud, effort, profiler }: Stand): Promise<Row[]> {
  const seconds = effort.lagSeconds;
  const [writer, reader] = [new Api(cloud.url, 8), new Api(cloud.url, 1)];
  const { token } = readerAt(scene, 0);
  await pace(perSecond, warmUps, () => publish(writer, scene, new Map()));
  await cloud.idle();
  profiler?.begin(cloud.pid);
  const before = cpuTimes(cloud.pid);
  const acknowledged = new Map<string, number>();
  const seen = new Map<string, number>();
  const count = Math.round(perSecond * seconds);
  const watching = watch(reader, token, await communityPosition(reader, token), count, seen);
  await pace(perSecond, count, () => publish(writer, scene, acknowledged));
  await watching;
  const used = cpuBetween(before, cpuTimes(cloud.pid));
  await profiler?.end();
  await Promise.all([writer.close(), reader.close()]);
  const lags = sorted(
    [...acknowledged].map(([id, at]) => Math.max(0, (seen.get(id) ?? Number.NaN) - at)),
  );
  return [
    {
      name: 'lag',
      title: `lag to another member's feed at ${perSecond}/s`,
      operations: lags.length,
      perSecond: lags.length / seconds,
      p50: percentile(lags, 0.5),
      p99: percentile(lags, 0.99),
      ...cpuOf(used, 'indexer', lags.length),
    },
  ];
}

async function publish(api: Api, scene: Scene, acknowledged: Map<string, number>): Promise<void> {
  const { token } = scene.publisher;
  const body = JSON.stringify(nextDescriptor(scene));
  const text = await api.send({ method: 'POST', path: '/v1/descriptors', token, body });
  const at = performance.now();
  acknowledged.set((JSON.parse(text) as { id: string }).id, at);
}

const patienceMilliseconds = 30_000;

async function watch(
  api: Api,
  token: string,
  from: number,
  count: number,
  seen: Map<string, number>,
): Promise<void> {
  let after = from;
  let lastNews = performance.now();
  while (seen.size < count) {
    const { changes, next } = await readCommunity(api, token, after);
    const now = performance.now();
    for (const { id } of changes) seen.set(id, now);
    if (changes.length > 0) lastNews = now;
    else if (now - lastNews > patienceMilliseconds) throw new Error('the feed stands still');
    after = next;
  }
}
