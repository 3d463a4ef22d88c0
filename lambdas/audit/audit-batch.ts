import type { AuditEvent } from '../core/audit';
import { eventsOf } from '../core/audit-changes';
import { type ItemChange, readChange } from '../store/audit-changes';
import { type AppendDeps, appendEvents } from './append-events';

export interface AuditDeps extends AppendDeps {
  /** Whether it failed for want of capacity, so that the stream shall bring it again. */
  readonly isBusy: (error: unknown) => boolean;
  /** Leaves an event where an operator finds it, with the reason. False when that failed too. */
  readonly park: (event: AuditEvent, error: unknown) => Promise<boolean>;
  /** Told of what could not be written, by id. */
  readonly onFailure: (ids: readonly string[], error: unknown) => void;
}

/** Writes what a batch of a stream tells into the chains of whom it concerns. Answers the ids of what must come again. */
export async function auditBatch(
  changes: readonly ItemChange[],
  deps: AuditDeps,
): Promise<Set<string>> {
  const told = changes.map((change) => ({ id: change.id, events: eventsIn([change]) }));
  const failures = await appendEvents(
    told.flatMap(({ events }) => events),
    deps,
  );
  const lost = new Set<AuditEvent>();
  for (const [event, error] of failures) {
    deps.onFailure([event.id], error);
    const isParked = !deps.isBusy(error) && (await deps.park(event, error));
    if (!isParked) lost.add(event);
  }
  const again = told.filter(({ events }) => events.some((event) => lost.has(event)));
  return new Set(again.map(({ id }) => id));
}

export function eventsIn(changes: readonly ItemChange[]): AuditEvent[] {
  return changes.flatMap((record) => {
    const change = readChange(record);
    return change ? eventsOf(change) : [];
  });
}
