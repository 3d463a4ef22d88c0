import type { Audience } from '../audience';
import type { AudienceRow } from '../commit-plan';
import type { Talk } from '../talk';
import type { Place } from './place';
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

export interface Others {
  /** Whether what stands at a place is of another page. */
  readonly isThere: (place: Place) => boolean;
  readonly span: Span;
  /** How far each audience was settled when the walk began. */
  readonly upTo: ReadonlyMap<Audience, number>;
}

/**
 * Rows at places of other pages: those that have not changed since the walk began tell it, of the others their
 * pointers do.
 */
export interface OtherRows {
  readonly asThen: readonly AudienceRow[];
  readonly changed: readonly { readonly audience: Audience; readonly row: AudienceRow }[];
}

/**
 * Each is handed over once, at the first of its places in the order of the query. Where it has one that is of another
 * page, and a pointer stood there when the walk began, it is dealt with there.
 */
export function rowsElsewhere(
  held: readonly HeldRows[],
  placeId: (row: AudienceRow) => string,
  { isThere, span, upTo }: Others,
): OtherRows {
  const seen = held.flatMap(({ audience, rows, comments = [] }) =>
    [...rows, ...comments].map((row) => ({ audience, row })),
  );
  const others = seen.filter(({ audience, row }) => {
    const { firstSeen, kind } = row;
    const isWalked = firstSeen > 0 && firstSeen <= (upTo.get(audience) ?? 0);
    // What is asked of the time of opinions is not asked of comments on them.
    const isAsked = kind === 'comment' || (firstSeen >= span.since && firstSeen < span.until);
    return isWalked && isAsked && isThere({ firstSeen, id: placeId(row) });
  });
  const isAsThen = ({ audience, row }: (typeof seen)[number]) =>
    row.position <= (upTo.get(audience) ?? 0);
  return {
    asThen: others.filter(isAsThen).map(({ row }) => row),
    changed: others.filter((one) => !isAsThen(one)),
  };
}
