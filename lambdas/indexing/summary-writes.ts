import type { Audience } from '../core/audience';
import type { AudiencePlan } from '../core/commit-plan';
import { isSummaryOf } from '../core/drift';
import { planSummaries, resummarise, type SummaryChange } from '../core/summary-plan';
import type { CommitStore, Present } from '../store/commit-store';
import type { SummaryWrite } from '../store/commit-writes';

export interface SummaryDeps {
  readonly commits: Pick<CommitStore, 'readPartition'>;
}

/** Undefined where a partition was read in the middle of somebody's transaction: its card speaks of other rows. */
export async function summaryWrites(
  audience: Audience,
  present: Present,
  plan: AudiencePlan,
  deps: SummaryDeps,
): Promise<SummaryWrite[] | undefined> {
  const planned = planSummaries(present.summaries, [...plan.changes, ...plan.quiet]);
  const written = planned.filter(
    ({ before, after }) => before !== undefined || after !== undefined,
  );
  const writes = await Promise.all(written.map((change) => decided(change, audience, plan, deps)));
  const sure = writes.flatMap((write) => write ?? []);
  return sure.length === writes.length ? sure : undefined;
}

async function decided(
  change: SummaryChange,
  audience: Audience,
  plan: AudiencePlan,
  deps: SummaryDeps,
): Promise<SummaryWrite | undefined> {
  const { indicatorId, before, after } = change;
  if (after !== 'reread') return { indicatorId, before, after };
  const rows = await deps.commits.readPartition(audience, indicatorId);
  const mine = [...plan.changes, ...plan.quiet].filter((c) => c.after.indicatorId === indicatorId);
  const isTrusted = before !== undefined && !mine.some(({ isAnew }) => isAnew);
  if (isTrusted && !isSummaryOf(before, rows)) return undefined;
  return { indicatorId, before, after: resummarise(rows, mine) };
}
