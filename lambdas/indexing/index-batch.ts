import { dueMinute, minuteOf } from '../core/due';
import { type ExchangeObject, isDescriptor } from '../core/exchange-object';
import { readable } from '../core/readable';
import type { Key } from '../store/batch-get';
import type { ExchangeStore } from '../store/exchange-store';
import { isProbe, type ProbeStore } from '../store/probe-store';
import { type CommitDeps, commitRuns, type Failures } from './commit-audience';
import { desiredByAudience } from './desired-by-audience';

export interface IndexDeps extends CommitDeps {
  readonly exchange: Pick<ExchangeStore, 'readCurrent'>;
  readonly probes: Pick<ProbeStore, 'echo'>;
  /** Leaves an object where an operator finds it, with the reason. False when that failed too. */
  readonly park: (key: Key, error: unknown) => Promise<boolean>;
  /** Told of what could not be indexed, by id; never of what it says. */
  readonly onFailure: (ids: readonly string[], error: unknown) => void;
}

/**
 * Indexes the objects that a batch of the stream rings for, as they are now: what the records say of old
 * and new is not used, so repeats and late records do no harm. Answers the ids that must be tried again.
 */
export async function indexBatch(keys: readonly Key[], deps: IndexDeps): Promise<Set<string>> {
  const objects = keys.filter((key) => !isProbe(key));
  const failures = objects.length > 0 ? await indexObjects(objects, deps) : new Map();
  for (const [id, error] of failures) deps.onFailure([id], error);
  const again = await giveBack(failures, objects, deps);
  const probes = keys.filter(isProbe);
  // An echo says that all before it is done with.
  if (probes.length > 0 && again.size === 0) await deps.probes.echo(probes);
  return again;
}

async function indexObjects(keys: readonly Key[], deps: IndexDeps): Promise<Failures> {
  const { objects, unreadable } = readable(await deps.exchange.readCurrent(keys));
  await putDue(objects, deps);
  const committed = await Promise.all(
    [...desiredByAudience(objects)].map(([audience, desired]) =>
      commitRuns(audience, desired, deps),
    ),
  );
  return new Map([...unreadable, ...committed.flatMap((failures) => [...failures])]);
}

/** What can never work is parked, so that it holds nobody up; the rest is for the stream to bring again. */
async function giveBack(
  failures: Failures,
  keys: readonly Key[],
  { isBusy, park }: IndexDeps,
): Promise<Set<string>> {
  const again = new Set<string>();
  for (const [id, error] of failures) {
    const key = keys.find(({ sk }) => sk === id);
    const isParked = key !== undefined && !isBusy(error) && (await park(key, error));
    if (!isParked) again.add(id);
  }
  return again;
}

/** Puts the ends of live descriptors where the expirer looks. */
export async function putDue(
  objects: readonly ExchangeObject[],
  deps: Pick<CommitDeps, 'pointers' | 'now'>,
): Promise<void> {
  const due = objects
    .filter(isDescriptor)
    .flatMap(({ id, owner, state, opinion }) =>
      state === 'live' && opinion.expiresAt !== null
        ? [{ id, owner, minute: dueMinute(opinion.expiresAt, deps.now()) }]
        : [],
    );
  await deps.pointers.putDue(due, minuteOf(deps.now()));
}
