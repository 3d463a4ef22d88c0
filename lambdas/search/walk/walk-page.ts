import type { Place } from '../../core/search/place';
import { type Candidate, idOf, type MergedLists } from './merged-lists';

/** One thing that was found, and how large its answer is. */
export interface Hit<T> {
  readonly found: T;
  readonly bytes: number;
}

export interface PageLimits {
  readonly limit: number;
  /** Ids that the pages before have dealt with, as far as they are known. */
  readonly dealt: readonly string[];
  /** Candidates that the rest of the budget reaches for; at least one. */
  readonly affordable: () => number;
  readonly isSpent: () => boolean;
}

export interface WalkedPage<T> {
  readonly found: readonly T[];
  /** Where the first of them was found. */
  readonly start: Place | undefined;
  /** Where the next page goes on; absent at the end of the walk. */
  readonly place: Place | undefined;
  /** Ids of all that is dealt with, the last ones last. */
  readonly dealt: readonly string[];
  /** False where the budget ended it. */
  readonly isFull: boolean;
  readonly rounds: number;
  readonly candidates: number;
}

/**
 * What a candidate is: undefined where it is none that is asked for, or was dealt with before; `elsewhere`, where it is
 * to be found at another place if anywhere.
 */
export type Judgement<T> = Hit<T> | 'elsewhere' | undefined;

/** Judges candidates in the order of the walk. */
export type JudgeAll<T> = (candidates: readonly Candidate[]) => Promise<Judgement<T>[]>;

const [fewestAtOnce, mostAtOnce] = [16, 250];
/** A reply has at most 4 MB, and the rest of it wants to fit in too. */
export const mostBytes = 2.5 * 1024 * 1024;

/** Goes on until the page is full, the lists are at their end, or the budget is spent; one round at least. */
export async function walkPage<T>(
  lists: MergedLists,
  judgeAll: JudgeAll<T>,
  { limit, dealt, affordable, isSpent }: PageLimits,
): Promise<WalkedPage<T>> {
  const found: T[] = [];
  const seen = new Set(dealt);
  let [bytes, rounds, candidates] = [0, 0, 0];
  let [start, place]: (Place | undefined)[] = [];
  for (;;) {
    rounds += 1;
    const missing = limit - found.length;
    const atOnce = rounds === 1 ? missing : Math.max(missing, fewestAtOnce * 2 ** rounds);
    const next = await lists.next(Math.max(1, Math.min(atOnce, affordable(), mostAtOnce)));
    const fresh = next.candidates.filter((one) => !seen.has(idOf(one)));
    const judged = await judgeAll(fresh);
    const byPlace = new Map(fresh.map((one, at) => [one.place, judged[at]]));
    candidates += new Set(fresh.map(idOf)).size;
    for (const candidate of next.candidates) {
      const judgement = byPlace.get(candidate.place);
      const hit = judgement === 'elsewhere' ? undefined : judgement;
      if (found.length === limit || (hit && found.length > 0 && bytes + hit.bytes > mostBytes)) {
        return { found, start, place, dealt: [...seen], isFull: true, rounds, candidates };
      }
      if (hit) {
        found.push(hit.found);
        start ??= candidate.place;
      }
      bytes += hit?.bytes ?? 0;
      place = candidate.place;
      if (judgement !== 'elsewhere') seen.add(idOf(candidate));
    }
    place = next.reached ?? place;
    const walked = { found, start, dealt: [...seen], rounds, candidates };
    if (next.isEnd) return { ...walked, place: undefined, isFull: true };
    if (found.length === limit) return { ...walked, place, isFull: true };
    if (isSpent()) return { ...walked, place, isFull: false };
  }
}
