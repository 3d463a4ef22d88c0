import { createHash } from 'node:crypto';
import { z } from 'zod';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** Where a chain ended when it was sealed. */
export const sealedHead = z.object({ chain: z.string(), count: z.number(), hash: hex });
export type SealedHead = Readonly<z.infer<typeof sealedHead>>;

/** What is sealed of a day: the Merkle root over the heads of all chains, and the seal before it. */
export const seal = z.object({
  /** UTC: `2026-11-22`. */
  day: z.string(),
  sealedAt: z.string(),
  chains: z.number(),
  root: hex,
  /** Of the seal before; nothing before the first. */
  previous: hex.nullable(),
  /** SHA-256 over all of it. */
  seal: hex,
});
export type Seal = Readonly<z.infer<typeof seal>>;

/** A seal with the heads that it is made of, by chain. */
export const wholeSeal = seal.extend({ heads: z.array(sealedHead) });
export type WholeSeal = Readonly<z.infer<typeof wholeSeal>>;

/** One step from a leaf to the root: the neighbour, and on which side it is. */
export const merkleStep = z.object({ side: z.enum(['left', 'right']), hash: hex });
export type MerkleStep = Readonly<z.infer<typeof merkleStep>>;

export function makeSeal(
  heads: readonly SealedHead[],
  { day, sealedAt, previous }: Pick<Seal, 'day' | 'sealedAt' | 'previous'>,
): WholeSeal {
  const sorted = [...heads].sort((a, b) => (a.chain < b.chain ? -1 : 1));
  const what = { day, sealedAt, chains: sorted.length, root: rootOf(sorted), previous };
  return { ...what, seal: sealHash(what), heads: sorted };
}

export function sealHash({ day, sealedAt, chains, root, previous }: Omit<Seal, 'seal'>): string {
  return hashOf(JSON.stringify([day, sealedAt, chains, root, previous]));
}

/** The steps from a head to its day's root. */
export function pathOf(heads: readonly SealedHead[], at: number): MerkleStep[] {
  const steps: MerkleStep[] = [];
  let [level, index] = [heads.map(leafHash), at];
  while (level.length > 1) {
    const isLeft = index % 2 === 0;
    const neighbour = level[isLeft ? index + 1 : index - 1];
    if (neighbour !== undefined) steps.push({ side: isLeft ? 'right' : 'left', hash: neighbour });
    level = nextLevel(level);
    index = Math.floor(index / 2);
  }
  return steps;
}

export function rootFrom(head: SealedHead, path: readonly MerkleStep[]): string {
  return path.reduce(
    (sum, { side, hash }) => (side === 'left' ? nodeHash(hash, sum) : nodeHash(sum, hash)),
    leafHash(head),
  );
}

function rootOf(heads: readonly SealedHead[]): string {
  let level = heads.map(leafHash);
  while (level.length > 1) level = nextLevel(level);
  return level[0] ?? hashOf('');
}

/** One without a neighbour goes up as it is. */
function nextLevel(level: readonly string[]): string[] {
  const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_, at) => at * 2);
  return pairs.map((at) => {
    const [left = '', right] = [level[at], level[at + 1]];
    return right === undefined ? left : nodeHash(left, right);
  });
}

// What a leaf and a node are made of begins differently, so that neither passes for the other.
function leafHash({ chain, count, hash }: SealedHead): string {
  return hashOf(JSON.stringify(['head', chain, count, hash]));
}

function nodeHash(left: string, right: string): string {
  return hashOf(JSON.stringify(['node', left, right]));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
