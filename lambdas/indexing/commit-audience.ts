import type { Audience } from '../core/audience';
import { type AudiencePlan, type DesiredRow, planAudience } from '../core/commit-plan';
import { planSummaries, resummarise, type SummaryChange } from '../core/summary-plan';
import type { Clock } from '../core/time';
import type { CommitStore, Present } from '../store/commit-store';
import type { SummaryWrite } from '../store/commit-writes';
import type { PointerStore } from '../store/pointer-store';

export interface CommitDeps {
  readonly commits: CommitStore;
  readonly pointers: PointerStore;
  readonly now: Clock;
  /** Waits before another try; `try` counts from 1. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** After this many cancelled tries a run is halved, and at one object given back to the stream. */
const triesPerRun = 4;

/** Makes one audience agree with its items, in one transaction for the run or in halves of it. */
export async function commitAudience(
  audience: Audience,
  run: readonly DesiredRow[],
  deps: CommitDeps,
): Promise<void> {
  const failure = await tryCommit(audience, run, deps);
  if (failure === undefined) return;
  if (run.length === 1) throw failure;
  const half = Math.ceil(run.length / 2);
  await commitAudience(audience, run.slice(0, half), deps);
  await commitAudience(audience, run.slice(half), deps);
}

/** Undefined when it is done, or why it is not: it kept changing, or it is too much for one transaction. */
async function tryCommit(
  audience: Audience,
  run: readonly DesiredRow[],
  deps: CommitDeps,
): Promise<unknown> {
  try {
    for (let attempt = 1; attempt <= triesPerRun; attempt++) {
      if (await commitOnce(audience, run, deps)) return undefined;
      await deps.pause(attempt);
    }
  } catch (error) {
    return error;
  }
  return new Error('an audience could not be committed: it keeps changing');
}

async function commitOnce(
  audience: Audience,
  run: readonly DesiredRow[],
  deps: CommitDeps,
): Promise<boolean> {
  const present = await deps.commits.readPresent(audience, run);
  const plan = planAudience(present.head, present.rows, run, deps.now());
  for (const silent of plan.silent) {
    if (!(await deps.commits.writeSilently(audience, silent))) return false;
  }
  if (plan.changes.length > 0 && !(await write(audience, present, plan, deps))) return false;
  // Also when nothing changed: whoever wrote the head may have died before it could settle.
  if (present.head.settled < plan.head.position) {
    await deps.commits.settle(audience, plan.head.position);
  }
  return true;
}

async function write(
  audience: Audience,
  present: Present,
  plan: AudiencePlan,
  deps: CommitDeps,
): Promise<boolean> {
  const { changes } = plan;
  const arriving = changes.filter(({ before }) => !before?.position);
  const [summaries] = await Promise.all([
    summaryWrites(audience, present, plan, deps),
    deps.pointers.putIds(arriving.map(({ after }) => ({ audience, ...after }))),
  ]);
  return deps.commits.commit({
    audience,
    before: present.head,
    after: plan.head,
    changes,
    summaries,
  });
}

function summaryWrites(
  audience: Audience,
  present: Present,
  plan: AudiencePlan,
  deps: CommitDeps,
): Promise<SummaryWrite[]> {
  const planned = planSummaries(present.summaries, plan.changes);
  const written = planned.filter(
    ({ before, after }) => before !== undefined || after !== undefined,
  );
  return Promise.all(written.map((change) => settled(change, audience, plan, deps)));
}

async function settled(
  change: SummaryChange,
  audience: Audience,
  plan: AudiencePlan,
  deps: CommitDeps,
): Promise<SummaryWrite> {
  const { indicatorId, before, after } = change;
  if (after !== 'reread') return { indicatorId, before, after };
  const rows = await deps.commits.readPartition(audience, indicatorId);
  const mine = plan.changes.filter((c) => c.after.indicatorId === indicatorId);
  return { indicatorId, before, after: resummarise(rows, mine, plan.head.position) };
}
