import { type AuditEvent, extend } from '../core/audit';
import { DomainError } from '../core/problem';
import { type AuditStore, entriesPerAppend } from '../store/audit-store';
import { chunks } from '../store/item';

export interface AppendDeps {
  readonly audit: Pick<AuditStore, 'readHead' | 'append' | 'untold'>;
  /** Before one more try, so that those who write to the same chain come apart. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** Why an event has no entry. */
export type Failures = ReadonlyMap<AuditEvent, unknown>;

const tries = 10;

/** Gives each event its place in its chain, once, however often and in whatever order it is told. */
export async function appendEvents(
  events: readonly AuditEvent[],
  deps: AppendDeps,
): Promise<Failures> {
  const failures = new Map<AuditEvent, unknown>();
  const chains = Map.groupBy(distinct(events), ({ chain }) => chain);
  await Promise.all(
    [...chains.values()].map(async (ofChain) => {
      for (const run of chunks(ofChain, entriesPerAppend)) {
        try {
          await appendRun(run, deps);
        } catch (error) {
          for (const event of run) failures.set(event, error);
        }
      }
    }),
  );
  return failures;
}

function distinct(events: readonly AuditEvent[]): AuditEvent[] {
  return [...new Map(events.map((event) => [`${event.chain} ${event.id}`, event])).values()];
}

async function appendRun(run: readonly AuditEvent[], deps: AppendDeps): Promise<void> {
  let left = run;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const [first] = left;
    if (!first) return;
    const read = await deps.audit.readHead(first.chain);
    const { entries, head } = extend(read, left);
    if (await deps.audit.append(read, entries, head)) return;
    left = await deps.audit.untold(left);
    await deps.pause(attempt);
  }
  throw new DomainError('storage.busy', 'Storage is busy; try again.');
}
