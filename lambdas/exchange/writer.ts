import type { Caller } from '../core/caller';
import type { Idempotency } from '../core/idempotency';
import type { Address } from './address';

/** Who writes, to whom it may, and under which Idempotency-Key. */
export interface Writer {
  readonly caller: Pick<Caller, 'member' | 'credential' | 'governance'>;
  readonly address: Address;
  readonly idempotency: Idempotency | undefined;
}
