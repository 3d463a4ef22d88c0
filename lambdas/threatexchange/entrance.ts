import type { OperationId } from '../contracts/policy-table';
import type { Caller } from '../core/caller';

/** Who was let in, and what refuses what the credential may not do. */
export interface Entrance {
  readonly caller: Caller;
  require(operation: OperationId): void;
}

/** Lets a token in, or refuses it. */
export interface Door {
  enter(token: string, how: { readonly isRead: boolean }): Promise<Entrance>;
}
