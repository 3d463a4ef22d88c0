import type { Caller } from './caller';
import { type IdKind, type IdMaker, timeOrderedId } from './id';
import { type Idempotency, isRepeat } from './idempotency';
import { DomainError } from './problem';
import type { Clock } from './time';

/** `created` is false when the same request was answered before, under its Idempotency-Key. */
export interface Created<T> {
  readonly created: boolean;
  readonly value: T;
}

export interface NewIdDeps {
  readonly makeId: IdMaker;
  readonly random: (bytes: number) => Buffer;
  readonly now: Clock;
}

/** An id that a repeat of the request finds again, or a random one where it carries no key. */
export function newId(
  kind: IdKind,
  caller: Caller,
  idempotency: Idempotency | undefined,
  { makeId, random, now }: NewIdDeps,
): string {
  return idempotency
    ? makeId(kind, caller.member.id, idempotency.keyHash).id
    : timeOrderedId(now(), random(4).readUInt32BE());
}

export function fingerprintOf(idempotency: Idempotency | undefined) {
  return idempotency ? { fingerprint: idempotency.fingerprint } : {};
}

/** What the earlier request of this key made; the key is in the id, so its fingerprint is what may differ. */
export function repeatOf<T extends { readonly fingerprint?: string | undefined }>(
  standing: T | undefined,
  idempotency: Idempotency | undefined,
): T {
  if (!standing) throw clash();
  const { fingerprint = '' } = standing;
  const mark = { keyHash: idempotency?.keyHash ?? '', fingerprint };
  if (isRepeat(mark, idempotency)) return standing;
  throw clash();
}

function clash(): DomainError {
  return new DomainError('id.clash', 'This id is taken by another object; try again.');
}
