import { z } from 'zod';
import type { Descriptor, IdempotencyMark } from './descriptor';
import { DomainError } from './problem';

/** A write's Idempotency-Key as it is stored: its hash, and the fingerprint of what it came with. */
export const idempotencyMark = z.object({ keyHash: z.string(), fingerprint: z.string() });
export type Idempotency = Readonly<z.output<typeof idempotencyMark>>;

/** The descriptor with what this write is answered, for a repeat of it; without a key, as it was. */
export function marked(
  descriptor: Descriptor,
  idempotency: Idempotency | undefined,
  status: number,
): Descriptor {
  if (!idempotency) return descriptor;
  return { ...descriptor, idempotency: { ...idempotency, status, version: descriptor.version } };
}

/** True when this very request was answered before; another request under the same key is refused. */
export function isRepeat(
  mark: Pick<IdempotencyMark, 'keyHash' | 'fingerprint'> | undefined,
  idempotency: Idempotency | undefined,
): boolean {
  if (!idempotency || mark?.keyHash !== idempotency.keyHash) return false;
  if (mark.fingerprint === idempotency.fingerprint) return true;
  throw new DomainError(
    'idempotency.conflict',
    'This Idempotency-Key came with another request before; use a new key for a new request.',
  );
}
