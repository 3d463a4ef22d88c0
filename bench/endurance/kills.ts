import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { percentile, sorted } from '../drive';
import type { KillPlan, KillResult } from './kill-plan';
import { runKills } from './kill-run';
import { counts, list } from './said';

export interface KillsOptions {
  readonly seed: number;
  readonly descriptors: number;
  readonly kills: number;
  readonly runs: number;
  readonly folder: string;
}

export interface Runner {
  readonly assembly: string;
  readonly say: (line: string) => void;
}

/** True when nothing was lost in any run. */
export async function runAllKills(options: KillsOptions, runner: Runner): Promise<boolean> {
  const { runs, descriptors, kills, seed } = options;
  const results: KillResult[] = [];
  let failed = 0;
  for (let run = 0; run < runs; run++) {
    const plan = {
      seed: seed + run,
      descriptors: Math.ceil(descriptors / runs),
      kills: Math.ceil(kills / runs),
      batchSizes: [2, 5, 10, 50, 100, 500],
      readsById: 5000,
    } as const;
    const folder = mkdtempSync(join(options.folder, 'tocsin-kills-'));
    runner.say(`run ${run + 1} of ${runs}, seed ${plan.seed}, in ${folder}`);
    const result = await tryRun(plan, folder, runner);
    if (result) results.push(result);
    if (result && faultsOf(result, plan).length === 0) rmSync(folder, { recursive: true });
    else {
      failed += 1;
      runner.say(`its data is kept: ${folder}`);
    }
  }
  showSum(results, runner.say);
  return failed === 0;
}

async function tryRun(
  plan: KillPlan,
  folder: string,
  { assembly, say }: Runner,
): Promise<KillResult | undefined> {
  try {
    const result = await runKills(plan, { folder, assembly, say });
    show(result, say);
    for (const fault of faultsOf(result, plan)) say(`WRONG: ${fault}`);
    return result;
  } catch (error) {
    say(`WRONG: the run ended: ${error instanceof Error ? error.stack : error}`);
    return undefined;
  }
}

/** All that is not as it must be after a run. */
export function faultsOf(result: KillResult, plan: KillPlan): string[] {
  const { verdict, strange, health, kills, descriptors } = result;
  const killed = [...kills.values()].reduce((sum, each) => sum + each, 0);
  const { proved, feeds } = verdict.digests;
  return [
    ...verdict.lost.map((what) => `lost: ${what}`),
    ...verdict.wrong,
    ...strange,
    ...health.complaints,
    ...(health.walk.objects === descriptors ? [] : [`${health.walk.objects} objects were walked`]),
    ...(proved === feeds ? [] : [`${proved} of ${feeds} digests are equal`]),
    ...(killed >= plan.kills ? [] : [`only ${killed} of ${plan.kills} were killed`]),
    ...(descriptors >= plan.descriptors ? [] : [`only ${descriptors} were acknowledged`]),
  ];
}

function show(result: KillResult, say: (line: string) => void): void {
  const { verdict, health, seconds, writes, descriptors } = result;
  const { digests, checked, lost } = verdict;
  const rate = Math.round(writes / seconds.publishing);
  say(`acknowledged  ${descriptors} descriptors, ${writes} writes, ${rate} writes/s`);
  say(`kills         ${counts(result.kills)}`);
  say(`repeated      ${counts(result.repeats)}`);
  say(
    `lost          ${lost.length} (${checked.inFeeds} compared in feeds, ${checked.byId} read by id, ${result.reads} read back meanwhile)`,
  );
  say(`digests       ${digests.proved} of ${digests.feeds} equal`);
  say(
    `doctor        ${health.complaints.length === 0 ? 'all is over' : health.complaints.join('; ')}`,
  );
  say(`walked        ${health.walk.objects} objects, drift ${JSON.stringify(health.walk.drift)}`);
  say(`caught up     ${seconds.catchingUp.toFixed(1)} s after the last publish`);
}

function showSum(results: readonly KillResult[], say: (line: string) => void): void {
  const sum = (of: (result: KillResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const all = results.flatMap(({ kills }) => [...kills]);
  const byKind = new Map<string, number>();
  for (const [kind, count] of all) byKind.set(kind, (byKind.get(kind) ?? 0) + count);
  const restarts = results.flatMap((result) => result.restarts);
  const returns = results.flatMap((result) => result.engineReturns);
  say('');
  say(
    `${results.length} runs: ${sum(({ descriptors }) => descriptors)} descriptors acknowledged in ${sum(({ writes }) => writes)} writes`,
  );
  say(`kills: ${counts(byKind)}`);
  say(
    `lost: ${sum(({ verdict }) => verdict.lost.length)}; wrong in feeds: ${sum(({ verdict }) => verdict.wrong.length)}`,
  );
  say(`whole cloud, start to first 200: ${list(times(restarts))}; target 2,000 ms`);
  say(`engine, death to next 200: ${list(times(returns))}`);
}

function times(milliseconds: readonly number[]): Record<string, string> {
  const ascending = sorted(milliseconds);
  const shown = (share: number) => `${Math.round(percentile(ascending, share))} ms`;
  if (ascending.length === 0) return { times: 'none' };
  return { times: String(ascending.length), p50: shown(0.5), p99: shown(0.99) };
}
