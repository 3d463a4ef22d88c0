import type { Audience } from '../audience';
import type { AudienceRow } from '../commit-plan';
import type { Talk } from '../talk';
import { comparePlaces, type Order, type Place } from './place';
import type { Span } from './search-query';

/** What an audience holds of a candidate, with those that have left. */
export interface HeldRows {
  readonly audience: Audience;
  readonly rows: readonly AudienceRow[];
  /** Those on the indicator; only where words are asked. */
  readonly comments?: readonly AudienceRow[];
  /** What its card tells of remarks. */
  readonly talk?: Talk | undefined;
}

export interface Passed {
  readonly order: Order;
  readonly span: Span;
  /** Where the pages before this one have come. */
  readonly place: Place;
  /** How far each audience was settled when the walk began. */
  readonly upTo: ReadonlyMap<Audience, number>;
}

/** Rows at places that earlier pages passed: those that have not changed since tell it, of the others their pointers do. */
export interface EarlierRows {
  readonly asThen: readonly AudienceRow[];
  readonly changed: readonly { readonly audience: Audience; readonly row: AudienceRow }[];
}

/**
 * Each is handed over once, at the first of its places in the order of the walk. Where it has a place that earlier
 * pages passed, and a pointer stood there when the walk began, it was dealt with there.
 */
export function earlierRows(
  held: readonly HeldRows[],
  placeId: (row: AudienceRow) => string,
  { order, span, place, upTo }: Passed,
): EarlierRows {
  const seen = held.flatMap(({ audience, rows, comments = [] }) =>
    [...rows, ...comments].map((row) => ({ audience, row })),
  );
  const passed = seen.filter(({ audience, row }) => {
    const { firstSeen, kind } = row;
    const isWalked = firstSeen > 0 && firstSeen <= (upTo.get(audience) ?? 0);
    // What is asked of the time of opinions is not asked of comments on them.
    const isAsked = kind === 'comment' || (firstSeen >= span.since && firstSeen < span.until);
    return isWalked && isAsked && comparePlaces({ firstSeen, id: placeId(row) }, place, order) <= 0;
  });
  const isAsThen = ({ audience, row }: (typeof seen)[number]) =>
    row.position <= (upTo.get(audience) ?? 0);
  return {
    asThen: passed.filter(isAsThen).map(({ row }) => row),
    changed: passed.filter((one) => !isAsThen(one)),
  };
}
