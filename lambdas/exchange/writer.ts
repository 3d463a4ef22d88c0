import type { Address } from '../core/address';
import type { Caller } from '../core/caller';
import type { Idempotency } from '../core/idempotency';
import type { PlanCheck } from './plan-check';

/** Who writes, to whom it may, and under which Idempotency-Key. */
export interface Writer {
  readonly caller: Pick<Caller, 'member' | 'credential' | 'governance'>;
  readonly address: Address;
  readonly idempotency: Idempotency | undefined;
  /** What was shown of who would see it. */
  readonly plan?: PlanCheck | undefined;
}
