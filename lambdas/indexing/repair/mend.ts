import type { Audience } from '../../core/audience';
import { commitRuns } from '../commit-audience';
import { putDue } from '../index-batch';
import { addFailed, addRepaired, type Drift } from './drift';
import type { Differences } from './look';
import type { AudienceDifferences } from './look-into';
import type { RepairDeps } from './repair-deps';

/** Writes what was found to be wrong. Answers the ids of objects that could not be mended. */
export async function mend(
  { audiences, due }: Differences,
  drift: Drift,
  deps: RepairDeps,
): Promise<Set<string>> {
  const failed = new Set<string>();
  await Promise.all(
    [...audiences].map(([audience, wrong]) => mendAudience(audience, wrong, drift, failed, deps)),
  );
  await putDue(due, deps);
  for (const _ of due) addRepaired(drift, 'due');
  return failed;
}

async function mendAudience(
  audience: Audience,
  { rows, entries, summaries, pointers, lists, left }: AudienceDifferences,
  drift: Drift,
  failed: Set<string>,
  deps: RepairDeps,
): Promise<void> {
  const cards = summaries.flatMap(({ row }) => row ?? []);
  const anew = [...entries, ...cards].map((row) => ({ ...row, isAnew: true }));
  const distinct = new Map([...rows, ...anew].map((row) => [row.id, row]));
  // What was lost may come back at an old place, where nobody looks for what is new. What is only passed shows nowhere.
  const isListTouched = lists.length > 0 || [...distinct.values()].some(({ isAnew }) => isAnew);
  const wasListed = isListTouched && (await deps.repairs.unlist(audience));
  const failures = await commitRuns(audience, [...distinct.values()], deps);
  for (const [id, error] of failures) {
    failed.add(id);
    addFailed(drift, id, deps.reasonOf(error));
  }
  for (const { id } of rows) if (!failures.has(id)) addRepaired(drift, 'row');
  for (const { id } of entries) if (!failures.has(id)) addRepaired(drift, 'entry');
  await deps.pointers.putIds(pointers);
  await deps.pointers.putAgain(lists);
  await deps.pointers.leave(left, deps.now());
  if (wasListed && failures.size === 0) await deps.repairs.list(audience, deps.now());
  for (const _ of [...pointers, ...lists, ...left]) addRepaired(drift, 'pointer');
  for (const { indicatorId, row, right } of summaries) {
    const isDone = row
      ? !failures.has(row.id)
      : await deps.repairs.putSummary(audience, indicatorId, right);
    if (isDone) addRepaired(drift, 'summary');
  }
}
