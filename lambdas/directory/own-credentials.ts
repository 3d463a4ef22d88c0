import type { Caller } from '../core/caller';
import type { CredentialLimits } from '../core/credential-limits';
import { isLive, scopesHeld } from '../core/credential-rules';
import { type Idempotency, isRepeat } from '../core/idempotency';
import type { Scope } from '../core/member';
import { DomainError, notFound } from '../core/problem';
import type { MemberRecord, StoredCredential } from '../store/directory-rows';

/** What one of the caller's own member's credentials is to be changed by. */
export interface Target {
  readonly found: StoredCredential;
  readonly all: readonly StoredCredential[];
  /** What the caller holds, as it stands in the same read. */
  readonly held: readonly Scope[];
  /** Until when and from where the caller is accepted. */
  readonly limits: CredentialLimits;
  /** This very request has been done already. */
  readonly isDone: boolean;
}

export function targetOf(
  record: MemberRecord | undefined,
  id: string,
  { caller, idempotency, at }: Asking,
): Target {
  const all = record?.credentials ?? [];
  const giver = giverNow(caller, all, at);
  const found = all.find((one) => one.id === id);
  if (!found) throw notFound();
  const held = scopesHeld(giver, all);
  return { found, all, held, limits: giver, isDone: isRepeat(found.mark, idempotency) };
}

export interface Asking {
  readonly caller: Caller;
  readonly idempotency?: Idempotency | undefined;
  /** In microseconds. */
  readonly at: number;
}

/** Whoever was revoked between being let in and being heard changes nothing any more. */
export function giverNow(
  { credential }: Caller,
  all: readonly StoredCredential[],
  nowMicros: number,
): StoredCredential {
  const giver = all.find(({ id }) => id === credential.id);
  if (giver && isLive(giver, nowMicros)) return giver;
  throw new DomainError('credential.invalid', 'A valid credential is required.');
}

export function requireLive(found: StoredCredential, nowMicros: number): void {
  if (isLive(found, nowMicros)) return;
  throw new DomainError('credential.ended', 'This credential has ended: issue another one.');
}
