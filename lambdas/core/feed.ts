import { createHash } from 'node:crypto';

/** The end of an audience's order, and what a complete copy of it adds up to. */
export interface FeedHead {
  /** Positions at or before it belong to an order that was thrown away. */
  readonly epoch: number;
  /** Position of the last change. */
  readonly position: number;
  /** First position of the last commit: it took every microsecond from there to `position`. */
  readonly from: number;
  /** All changes up to here can be read; a query may otherwise see half a transaction. */
  readonly settled: number;
  /** Live objects. */
  readonly count: number;
  readonly digest: string;
  /**
   * Names a span through which the list of all has been whole. Absent, it may lack what is live: while the index
   * is made anew, while something in it is mended, and where it was filled before there were lists.
   */
  readonly listed?: number;
}

export const emptyHead: FeedHead = {
  epoch: 0,
  position: 0,
  from: 0,
  settled: 0,
  count: 0,
  digest: '0'.repeat(64),
};

const modulus = 1n << 256n;

/** Digest of a set of live objects: the sum modulo 2^256 of SHA-256("<object id>:<version in this audience>"). */
export function addToDigest(digest: string, id: string, version: number): string {
  return toHex(BigInt(`0x${digest}`) + element(id, version));
}

export function takeFromDigest(digest: string, id: string, version: number): string {
  return toHex(BigInt(`0x${digest}`) - element(id, version) + modulus);
}

function element(id: string, version: number): bigint {
  return BigInt(`0x${createHash('sha256').update(`${id}:${version}`).digest('hex')}`);
}

function toHex(sum: bigint): string {
  return (sum % modulus).toString(16).padStart(64, '0');
}

/** Tombstones are kept 90 days; a reader that comes later than this can't know what it missed. */
export const tombstoneDays = 90;
