import type { Audience } from '../core/audience';
import type { DesiredRow } from '../core/commit-plan';
import type { Descriptor } from '../core/descriptor';
import { dueMinute, minuteOf } from '../core/due';
import { desiredRows } from '../core/projection';
import type { Key } from '../store/batch-get';
import { changesPerCommit } from '../store/commit-writes';
import type { ExchangeStore } from '../store/exchange-store';
import { chunks } from '../store/item';
import { type CommitDeps, commitAudience } from './commit-audience';

export interface IndexDeps extends CommitDeps {
  readonly exchange: Pick<ExchangeStore, 'readCurrent'>;
  /** Told of what could not be indexed, by id; never of what it says. */
  readonly onFailure: (ids: readonly string[], error: unknown) => void;
}

/**
 * Indexes the objects that a batch of the stream rings for, as they are now: what the records say of old
 * and new is not used, so repeats and late records do no harm. Answers the ids that must be tried again.
 */
export async function indexBatch(keys: readonly Key[], deps: IndexDeps): Promise<Set<string>> {
  const failed = new Set<string>();
  const fail = (ids: readonly string[], error: unknown) => {
    deps.onFailure(ids, error);
    for (const id of ids) failed.add(id);
  };
  const descriptors = readable(await deps.exchange.readCurrent(keys), fail);
  await putDue(descriptors, deps);
  const byAudience = groupByAudience(descriptors);
  await Promise.all(
    [...byAudience].map(([audience, desired]) => commitRuns(audience, desired, deps, fail)),
  );
  return failed;
}

type Fail = (ids: readonly string[], error: unknown) => void;

function readable(current: ReadonlyMap<string, () => Descriptor>, fail: Fail): Descriptor[] {
  return [...current].flatMap(([id, read]) => {
    try {
      return [read()];
    } catch (error) {
      fail([id], error);
      return [];
    }
  });
}

async function commitRuns(
  audience: Audience,
  desired: readonly DesiredRow[],
  deps: IndexDeps,
  fail: Fail,
): Promise<void> {
  for (const run of chunks(desired, changesPerCommit)) {
    try {
      await commitAudience(audience, run, deps);
    } catch (error) {
      fail(
        run.map(({ id }) => id),
        error,
      );
    }
  }
}

function groupByAudience(descriptors: readonly Descriptor[]): Map<Audience, DesiredRow[]> {
  const byAudience = new Map<Audience, DesiredRow[]>();
  for (const descriptor of descriptors) {
    const { id, indicatorId, version } = descriptor;
    for (const [audience, projection] of desiredRows(descriptor)) {
      const rows = byAudience.get(audience) ?? [];
      rows.push({ id, indicatorId, source: version, projection });
      byAudience.set(audience, rows);
    }
  }
  // By id: what else a batch holds of an item, hidden changes among it, must not show in the order.
  for (const rows of byAudience.values()) rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  return byAudience;
}

async function putDue(descriptors: readonly Descriptor[], deps: IndexDeps): Promise<void> {
  const due = descriptors.flatMap(({ id, owner, state, opinion }) =>
    state === 'live' && opinion.expiresAt !== null
      ? [{ id, owner, minute: dueMinute(opinion.expiresAt, deps.now()) }]
      : [],
  );
  await deps.pointers.putDue(due, minuteOf(deps.now()));
}
