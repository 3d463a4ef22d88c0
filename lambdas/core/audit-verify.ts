import { type AuditEntry, type ChainHead, emptyChain, entryHash } from './audit';
import { type MerkleStep, rootFrom, type Seal, type SealedHead, sealHash } from './audit-seal';

/** What a chain is told by: the first entry that is not as it was written. */
export interface Fault {
  readonly n: number;
  readonly what: 'changed' | 'missing' | 'inserted';
  readonly detail: string;
}

/** A seal as a member is shown it: with its own head, and the way from that to the root. */
export interface OwnSeal extends Seal {
  /** Nothing, where its chain had not begun. */
  readonly head: SealedHead | null;
  readonly path: readonly MerkleStep[];
}

export interface ChainVerifier {
  /** The next entries, in their order. The first fault ends it. */
  take(entries: readonly AuditEntry[]): Fault | undefined;
  /** When there are no more, and this is the head. */
  end(head: ChainHead): Fault | undefined;
  readonly verified: ChainHead;
}

/** Makes a chain's hashes again, and holds them against where days were sealed. */
export function chainVerifier(chain: string, seals: readonly OwnSeal[]): ChainVerifier {
  const sealed = new Map(
    seals.flatMap(({ head, day }) => (head ? [[head.count, { head, day }]] : [])),
  );
  let verified = emptyChain;

  function takeOne(entry: AuditEntry): Fault | undefined {
    const n = verified.count + 1;
    if (entry.n > n) return { n, what: 'missing', detail: `entry ${entry.n} follows ${n - 1}` };
    if (entry.n < n) return { n: entry.n, what: 'inserted', detail: 'it was there before' };
    const hash = entryHash(verified.hash, entry);
    if (entry.chain !== chain || hash !== entry.hash) {
      return { n, what: 'changed', detail: 'its hash is not that of what it says and follows' };
    }
    const { head, day } = sealed.get(n) ?? {};
    if (head && head.hash !== hash) {
      return { n, what: 'changed', detail: `it or one before it is not what was sealed on ${day}` };
    }
    verified = { count: n, hash };
    return undefined;
  }

  return {
    take(entries) {
      for (const entry of entries) {
        const fault = takeOne(entry);
        if (fault) return fault;
      }
      return undefined;
    },
    end(head) {
      const next = verified.count + 1;
      if (head.count < verified.count) {
        return { n: head.count + 1, what: 'inserted', detail: "it is after the chain's head" };
      }
      if (head.count > verified.count) {
        return { n: next, what: 'missing', detail: `the chain's head is at ${head.count}` };
      }
      const cut = [...sealed.keys()].filter((count) => count > verified.count);
      if (cut.length > 0) {
        const most = Math.max(...cut);
        const detail = `${most} were sealed on ${sealed.get(most)?.day}`;
        return { n: next, what: 'missing', detail };
      }
      if (head.hash === verified.hash) return undefined;
      return { n: head.count, what: 'changed', detail: "the chain's head has another hash" };
    },
    get verified() {
      return verified;
    },
  };
}

/** The first day whose seal does not hold: in itself, for this chain's head, or after the one before it. */
export function faultySeal(chain: string, seals: readonly OwnSeal[]): string | undefined {
  let before: Seal | undefined;
  for (const one of seals) {
    const { head, path, root } = one;
    const isSealed = head ? head.chain === chain && rootFrom(head, path) === root : true;
    const follows = before === undefined || one.previous === before.seal;
    if (sealHash(one) !== one.seal || !isSealed || !follows) return one.day;
    before = one;
  }
  return undefined;
}
