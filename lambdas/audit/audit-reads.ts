import type { AuditEvent } from '../core/audit';
import { type AppendDeps, appendEvents } from './append-events';

export interface Message {
  readonly id: string;
  readonly body: string;
}

export interface AuditReadsDeps extends AppendDeps {
  /** The event of a message, or an error. */
  readonly read: (body: string) => AuditEvent;
  readonly onFailure: (ids: readonly string[], error: unknown) => void;
}

/** Writes what was read into the readers' chains. Answers the messages that must come again. */
export async function auditReads(
  messages: readonly Message[],
  deps: AuditReadsDeps,
): Promise<string[]> {
  const failed = new Set<string>();
  const told = new Map<AuditEvent, string>();
  const fail = (id: string, error: unknown) => {
    deps.onFailure([id], error);
    failed.add(id);
  };
  for (const { id, body } of messages) {
    try {
      told.set(deps.read(body), id);
    } catch (error) {
      fail(id, error);
    }
  }
  for (const [event, error] of await appendEvents([...told.keys()], deps)) {
    fail(told.get(event) ?? '', error);
  }
  return [...failed];
}
