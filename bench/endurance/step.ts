import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gather } from './cast';
import { Client } from './client';
import { Host } from './host';
import type { Runner } from './kills';
import { Mix } from './mix';
import { capacityOf, latencyOf, offer, type Second, total } from './open-loop';
import { randomFrom } from './random';
import { counts } from './said';

export interface StepOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly folder: string;
}

/** Half of what the exchange can do, ten times that, half again. */
export interface Step {
  /** 2xx of a second, in a closed loop. */
  readonly capacity: number;
  readonly before: readonly Second[];
  readonly during: readonly Second[];
  readonly after: readonly Second[];
}

const publisherCount = 8;
const closed = { connections: 32, seconds: 15 };
const calmSeconds = 20;
const timesMore = 10;

/** True when the step is held. */
export async function runStep(options: StepOptions, { assembly, say }: Runner): Promise<boolean> {
  const folder = mkdtempSync(join(options.folder, 'tocsin-step-'));
  const host = await Host.open(folder, assembly);
  const client = new Client(host.url, mostConnections);
  try {
    const { token } = await host.cloud.invoke<{ token: string }>('Bootstrap');
    const cast = await gather(client, token, publisherCount);
    const mix = new Mix(cast, randomFrom(options.seed), options.seed);
    await mix.prepare(client);
    await host.cloud.idle();
    return judge(await takeStep(client, mix, options.seconds, say), say);
  } finally {
    await client.close();
    await host.cloud.stop();
    rmSync(folder, { recursive: true });
  }
}

/** As many as a machine of this size keeps open; what waits for one counts as late. */
const mostConnections = 1024;

async function takeStep(
  client: Client,
  mix: Mix,
  seconds: number,
  say: Runner['say'],
): Promise<Step> {
  await capacityOf(client, mix, { ...closed, seconds: 5 });
  const { perSecond: capacity } = await capacityOf(client, mix, closed);
  const half = Math.max(1, Math.round(capacity / 2));
  say(`capacity  ${Math.round(capacity)} good answers/s (${closed.connections} callers in turn)`);
  const before = await offer(client, mix, { perSecond: half, seconds: calmSeconds });
  show('half', before, say);
  const used = process.cpuUsage();
  const during = await offer(client, mix, { perSecond: half * timesMore, seconds });
  show('step', during, say);
  const { user, system } = process.cpuUsage(used);
  const cores = (user + system) / 1e6 / seconds;
  say(`${''.padEnd(9)} to offer this took ${cores.toFixed(2)} cores of the same machine`);
  const after = await offer(client, mix, { perSecond: half, seconds: calmSeconds });
  show('after', after, say);
  return { capacity, before, during, after };
}

function show(name: string, seconds: readonly Second[], say: Runner['say']): void {
  const rate = (field: 'offered' | 'good' | 'refused' | 'failed') =>
    `${Math.round(total(seconds, field) / seconds.length)} ${field}/s`;
  const rates = `${rate('offered')}: ${rate('good')}, ${rate('refused')}, ${rate('failed')}`;
  const latency = (share: number) => `${Math.round(latencyOf(seconds, share))} ms`;
  say(`${name.padEnd(9)} ${rates}; p50 ${latency(0.5)}, p99 ${latency(0.99)}`);
  const failures = new Map<string, number>();
  for (const [why, count] of seconds.flatMap((second) => [...second.failures])) {
    failures.set(why, (failures.get(why) ?? 0) + count);
  }
  if (failures.size > 0) say(`${''.padEnd(9)} failed: ${counts(failures)}`);
}

const leastGoodput = 0.8;
const mostSecondsBack = 10;

function judge(step: Step, say: Runner['say']): boolean {
  const goodput = total(step.during, 'good') / step.during.length / step.capacity;
  const back = secondsUntilNormal(step);
  say(`goodput   ${(100 * goodput).toFixed(0)} % of capacity during the step; target 80 %`);
  say(`recovery  ${back ?? 'never'} s until all is as before; target ${mostSecondsBack} s`);
  const failed = total(step.during, 'failed');
  if (failed > 0) say(`WRONG: ${failed} were neither served nor refused with Retry-After`);
  return goodput >= leastGoodput && (back ?? Infinity) <= mostSecondsBack && failed === 0;
}

/**
 * The first second from which on nothing fails or is refused and latency is normal: its median at most twice the
 * median before, its tail at most twice the tail before, and never held below what a clock's grain hides.
 */
export function secondsUntilNormal({ before, after }: Pick<Step, 'before' | 'after'>) {
  const grain = 20;
  const isNormal = (second: Second) =>
    second.failed + second.refused === 0 &&
    latencyOf([second], 0.5) <= 2 * latencyOf(before, 0.5) + grain &&
    latencyOf([second], 0.95) <= 2 * latencyOf(before, 0.99) + grain;
  const last = after.findLastIndex((second) => !isNormal(second));
  return last === after.length - 1 ? undefined : last + 1;
}
