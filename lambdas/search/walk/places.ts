import { isOfComments } from '../../core/pointers';
import type { HeldRows } from '../../core/search/once';
import { type AudienceIndicator, summaryKey } from '../../store/audience-index-store';
import type { SearchReads } from '../../store/search-store';
import type { Candidate } from './merged-lists';

type Led = Pick<HeldRows, 'audience' | 'rows' | 'comments'>;

/**
 * Candidates whose pointers lead to no row that was ever first seen at their place: an indexer put them that died
 * before its commit, and the next one came to another place, where the row is found. Handed over here too, it would
 * come twice.
 */
export async function leadingNowhere(
  candidates: readonly Candidate[],
  heldOf: (candidate: Candidate) => readonly Led[] | undefined,
  reads: Pick<SearchReads, 'readPartition'>,
): Promise<Set<Candidate>> {
  const suspects = candidates.filter((one) => !isAtPlace(one, heldOf(one) ?? []));
  if (suspects.length === 0) return new Set();
  // What has left since the walk began was not read yet, and did stand there.
  const pairs = new Map<string, AudienceIndicator>();
  for (const { indicatorId, pointers } of suspects) {
    for (const { audience } of pointers) {
      const pair = { audience, indicatorId };
      pairs.set(summaryKey(pair), pair);
    }
  }
  const withComments = suspects.some(({ pointers }) =>
    pointers.some(({ token }) => isOfComments(token)),
  );
  const all = await Promise.all(
    [...pairs].map(async ([key, pair]): Promise<[string, Led]> => {
      const rows = await reads.readPartition(pair, withComments);
      return [key, { audience: pair.audience, rows }];
    }),
  );
  const whole = new Map(all);
  const readOf = ({ indicatorId, pointers }: Candidate) =>
    pointers.flatMap(({ audience }) => whole.get(summaryKey({ audience, indicatorId })) ?? []);
  return new Set(suspects.filter((one) => !isAtPlace(one, readOf(one))));
}

function isAtPlace({ place: { firstSeen }, pointers }: Candidate, held: readonly Led[]): boolean {
  return held.some(({ audience, rows, comments = [] }) =>
    [...rows, ...comments].some(
      (row) =>
        row.firstSeen === firstSeen &&
        pointers.some((pointer) => pointer.audience === audience && pointer.id === row.id),
    ),
  );
}
