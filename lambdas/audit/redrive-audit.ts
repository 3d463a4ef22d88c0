import type { RedriveReply } from '../contracts/operations';
import type { AuditEvent } from '../core/audit';
import { type AppendDeps, appendEvents } from './append-events';

/** A message of the queue of what could not be audited, with the events that it is about, or why they can't be told. */
export interface ParkedEvents {
  readonly id: string;
  readonly handle: string;
  readonly events: readonly AuditEvent[];
  readonly hopeless?: string;
}

export interface RedriveAuditDeps extends AppendDeps {
  readonly queue: {
    /** Some that nobody else has; none when there are no others left to get. */
    receive(): Promise<readonly ParkedEvents[]>;
    remove(message: ParkedEvents): Promise<void>;
    release(message: ParkedEvents): Promise<void>;
  };
  readonly reasonOf: (error: unknown) => string;
  readonly hasTime: () => boolean;
}

/** Puts what is parked into its chains. A message goes once all that it is about is there; the others stay. */
export async function redriveAudit(deps: RedriveAuditDeps): Promise<RedriveReply> {
  const kept = new Map<string, ParkedEvents>();
  const left: { what: string; reason: string }[] = [];
  let redriven = 0;
  while (deps.hasTime()) {
    const messages = (await deps.queue.receive()).filter(({ id }) => !kept.has(id));
    if (messages.length === 0) break;
    for (const message of messages) {
      const reasons = await tryAgain(message, deps);
      if (reasons.length === 0) {
        await deps.queue.remove(message);
        redriven += message.events.length;
      } else {
        kept.set(message.id, message);
        left.push(...reasons);
      }
    }
  }
  for (const message of kept.values()) await deps.queue.release(message);
  return { redriven, left };
}

async function tryAgain(
  { id, events, hopeless }: ParkedEvents,
  deps: RedriveAuditDeps,
): Promise<RedriveReply['left']> {
  if (hopeless !== undefined) return [{ what: id, reason: hopeless }];
  const failures = await appendEvents(events, deps);
  return [...failures].map(([event, error]) => ({ what: event.id, reason: deps.reasonOf(error) }));
}
