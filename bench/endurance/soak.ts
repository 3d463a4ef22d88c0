import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gather } from './cast';
import { Client } from './client';
import { examine } from './doctor';
import { Host } from './host';
import type { Runner } from './kills';
import { Ledger } from './ledger';
import { memoryOf } from './memory';
import { Mix } from './mix';
import { probeLag } from './probe-lag';
import { randomFrom } from './random';
import { type Pace, type Soaking, soak } from './soak-load';
import { complaintsOf, leastMinutes, type Sample } from './soak-verdict';
import { storedIn } from './stored';

export interface SoakPlan {
  readonly seed: number;
  readonly seconds: number;
  readonly pace: Pace;
  readonly sampleEverySeconds: number;
}

export interface SoakResult {
  readonly samples: readonly Sample[];
  /** After everything is indexed. */
  readonly last: Sample;
  /** Strange answers, and what the doctor says. */
  readonly complaints: readonly string[];
  readonly repeats: ReadonlyMap<string, number>;
}

export async function runSoak(
  plan: SoakPlan,
  folder: string,
  { assembly, say }: Runner,
): Promise<SoakResult> {
  const host = await Host.open(folder, assembly);
  const client = new Client(host.url, 64);
  try {
    const { token } = await host.cloud.invoke<{ token: string }>('Bootstrap');
    const cast = await gather(client, token, publisherCount);
    const mix = new Mix(cast, randomFrom(plan.seed), plan.seed);
    await mix.prepare(client);
    await host.cloud.idle();
    const ledger = new Ledger(say);
    const soaking = { client, cast, mix, ledger, seed: plan.seed };
    const samples = await soakAndSample(host, soaking, plan, say);
    await host.cloud.idle();
    await sleep(trimmedAfterMilliseconds);
    const last = await takeSample(host, soaking, plan.seconds);
    const { complaints } = await examine(host.cloud);
    const all = [...ledger.strange, ...complaints];
    return { samples, last, complaints: all, repeats: client.repeats };
  } finally {
    await client.close();
    await host.cloud.stop();
  }
}

const publisherCount = 4;
/** The trimmer comes once a second. */
const trimmedAfterMilliseconds = 3000;

async function soakAndSample(
  host: Host,
  soaking: Soaking,
  { pace, seconds, sampleEverySeconds }: SoakPlan,
  say: Runner['say'],
): Promise<Sample[]> {
  const samples: Sample[] = [];
  let isOver = false;
  const sampling = async () => {
    const began = performance.now();
    while (!isOver) {
      const sample = await takeSample(host, soaking, (performance.now() - began) / 1000);
      samples.push(sample);
      show(sample, say);
      const next = samples.length * sampleEverySeconds * 1000 - (performance.now() - began);
      await sleep(Math.max(100, next));
    }
  };
  const sampled = sampling();
  try {
    await Promise.race([soak(soaking, pace, seconds), sampled]);
  } finally {
    isOver = true;
  }
  await sampled;
  return samples;
}

async function takeSample(
  { cloud, data }: Host,
  soaking: Soaking,
  seconds: number,
): Promise<Sample> {
  const lagMilliseconds = await probeLag(soaking);
  const held = await cloud.held();
  return { seconds, held, memory: memoryOf(cloud.pid), lagMilliseconds, ...storedIn(data) };
}

function show(sample: Sample, say: Runner['say']): void {
  const { seconds, memory, held, lagMilliseconds, megabytes, streamRecords } = sample;
  const parts = [...memory].map(
    ([role, size]) => `${role} ${size.toFixed(0)} (${held.get(role)?.toFixed(0) ?? '-'})`,
  );
  say(
    `${Math.round(seconds)} s: lag ${lagMilliseconds?.toFixed(0) ?? 'never'} ms, ` +
      `${megabytes.toFixed(0)} MB stored, ${streamRecords ?? '?'} stream records; MB resident (held) of ${parts.join(', ')}`,
  );
}

export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly folder: string;
}

const steady = { publishes: 20, lookUps: 60 };

/** True when everything stayed level. */
export async function soakAtLength(options: SoakOptions, runner: Runner): Promise<boolean> {
  const { seed, minutes } = options;
  const folder = mkdtempSync(join(options.folder, 'tocsin-soak-'));
  const plan = { seed, seconds: minutes * 60, pace: steady, sampleEverySeconds: 10 };
  const { samples, complaints, last } = await runSoak(plan, folder, runner);
  show(last, runner.say);
  if (minutes < leastMinutes) runner.say(`under ${leastMinutes} minutes memory is not judged`);
  const all = [...complaintsOf(samples), ...complaints];
  for (const complaint of all) runner.say(`WRONG: ${complaint}`);
  if (all.length === 0) {
    runner.say('all that was judged stayed level, and the doctor says that all is over');
    rmSync(folder, { recursive: true });
  } else runner.say(`its data is kept: ${folder}`);
  return all.length === 0;
}
