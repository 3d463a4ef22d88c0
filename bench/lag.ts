import { Api } from './api';
import { cpuBetween, cpuTimes } from './cpu';
import { pace, percentile, sorted } from './drive';
import { communityPosition, readCommunity } from './feeds';
import { withCpu } from './measure';
import type { Probe } from './probe';
import { nextDescriptor, readerAt, type Scene } from './scene';

const perSecond = 20;
const warmUps = 20;

/** From the acknowledgement of a publish to another member's feed, at an even pace that waits for nobody. */
export function lagProbe(seconds: number): Probe {
  return {
    title: 'lag',
    async warmUp({ cloud, scene }) {
      const writer = new Api(cloud.url, 8);
      await pace(perSecond, warmUps, () => publish(writer, scene, new Map()));
      await cloud.idle();
      await writer.close();
    },
    async round({ cloud, scene }) {
      const before = cpuTimes(cloud.pid);
      const lags = await watchPublishes(cloud.url, scene, Math.round(perSecond * seconds));
      await cloud.idle();
      const row = {
        name: 'lag',
        title: `lag to another member's feed at ${perSecond}/s`,
        operations: lags.length,
        perSecond: lags.length / seconds,
        p50: percentile(lags, 0.5),
        p99: percentile(lags, 0.99),
      };
      const { cpu, ...lag } = withCpu(row, cpuBetween(before, cpuTimes(cloud.pid)), 'indexer');
      // Whoever watches takes what the machine has left: only the indexer's own share tells anything.
      return [cpu ? { ...lag, cpu: { ...cpu, whole: cpu.function } } : lag];
    },
  };
}

async function watchPublishes(url: string, scene: Scene, count: number): Promise<number[]> {
  const [writer, reader] = [new Api(url, 8), new Api(url, 1)];
  const { token } = readerAt(scene, 0);
  const acknowledged = new Map<string, number>();
  const seen = new Map<string, number>();
  const watching = watch(reader, token, await communityPosition(reader, token), count, seen);
  await pace(perSecond, count, () => publish(writer, scene, acknowledged));
  await watching;
  await Promise.all([writer.close(), reader.close()]);
  return sorted(
    [...acknowledged].map(([id, at]) => Math.max(0, (seen.get(id) ?? Number.NaN) - at)),
  );
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
