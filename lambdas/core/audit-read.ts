import type { AuditEvent, AuditKind } from './audit';
import type { Caller } from './caller';

/**
 * Puts on record what a caller is about to be handed: ids and counts. Where it can't be put on record the promise is
 * refused, and so is the read.
 */
export type TellRead = (
  caller: Caller,
  kind: AuditKind,
  about: AuditEvent['about'],
) => Promise<void>;
