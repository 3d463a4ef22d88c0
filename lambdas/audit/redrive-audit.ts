import type { RedriveReply } from '../contracts/operations';
import type { AuditEvent } from '../core/audit';
import { type RedriveParkedDeps, redriveParked } from '../core/redrive';
import { type AppendDeps, appendEvents } from './append-events';

export interface RedriveAuditDeps
  extends AppendDeps,
    Omit<RedriveParkedDeps<AuditEvent>, 'tryAgain'> {
  readonly reasonOf: (error: unknown) => string;
}

/** Puts what is parked into its chains. */
export function redriveAudit(deps: RedriveAuditDeps): Promise<RedriveReply> {
  return redriveParked({
    ...deps,
    async tryAgain(events) {
      const failures = await appendEvents(events, deps);
      return [...failures].map(([{ id }, error]) => ({ what: id, reason: deps.reasonOf(error) }));
    },
  });
}
