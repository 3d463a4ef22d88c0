import { createHash, createHmac, type KeyObject } from 'node:crypto';
import type { RemarkKind } from './remark';

/** An id with the whole HMAC that it was cut from, by which a clash of two ids is noticed. */
export interface DerivedId {
  readonly id: string;
  readonly mac: string;
}

/** Makes ids that nobody outside can compute: the top 63 bits of an HMAC under the deployment's key. */
export type IdMaker = (kind: IdKind, ...parts: readonly string[]) => DerivedId;

export type IdKind =
  | 'indicator'
  | 'descriptor'
  | 'member'
  | 'credential'
  | 'group'
  | 'application'
  | 'watch'
  | 'match'
  | 'endpoint'
  | RemarkKind;

export function idMaker(key: KeyObject): IdMaker {
  return (kind, ...parts) => {
    const mac = createHmac('sha256', key)
      .update(JSON.stringify([kind, ...parts]))
      .digest();
    return { id: (mac.readBigUInt64BE(0) >> 1n).toString(), mac: mac.toString('base64url') };
  };
}

const randomBits = 22n;

/** A 63-bit id that sorts by its millisecond: for what has no natural key. `random` is 22 bits. */
export function timeOrderedId(nowMicros: number, random: number): string {
  const milliseconds = BigInt(Math.floor(nowMicros / 1000));
  return ((milliseconds << randomBits) | (BigInt(random) & ((1n << randomBits) - 1n))).toString();
}

/** Spreads an owner's objects over 256 partitions, so that all of them can be walked without a scan. */
export function idShard(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 2);
}
