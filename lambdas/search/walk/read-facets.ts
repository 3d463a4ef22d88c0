import { withoutHidden } from '../../core/governance';
import type { Projection } from '../../core/projection';
import { clausesOf, satisfies } from '../../core/search/clauses';
import { countFacets, type Facets } from '../../core/search/facets';
import type { HeldRows } from '../../core/search/once';
import { opinionMatches } from '../../core/search/opinion';
import type { Target } from '../../core/search/read-q';
import type { FacetName } from '../../core/search/search-query';
import type { RowPlace, SearchReads } from '../../store/search-store';
import { readBudget, type SearchDeps, type Searching } from '../searching';
import { isShownFor, opinionsOf } from './judge';
import { heldOf } from './search-exactly';
import { begin, listsOf, walkingOf } from './search-lists';

/** Rows that facets are counted exactly in. */
const mostRows = 1000;

/** Counts the opinions that the lists of the walked condition lead to, from its beginning; by their own words alone. */
export async function walkFacets(
  asked: Searching,
  names: readonly FacetName[],
  reads: SearchReads,
): Promise<Facets> {
  const clauses = clausesOf({ ...asked.query, kind: 'descriptor' }, asked.wanted);
  const searching = { ...asked, clauses };
  // Counts may be a moment behind: so they reach as far whatever has just changed.
  reads.readStrongly(false);
  const before = reads.spent();
  const begun = await begin(searching, reads);
  const walking = walkingOf(searching, begun, reads);
  const mayRead = () => reads.spent() - before < readBudget.facets - mostRows / 2;
  const lists = listsOf(walking, { chunk: 250, mayRead });
  const places: RowPlace[] = [];
  let isEnd = false;
  while (!isEnd && places.length < mostRows) {
    const next = await lists.next(mostRows - places.length);
    for (const { indicatorId, pointers } of next.candidates) {
      places.push(...pointers.map(({ audience, id }) => ({ audience, indicatorId, id })));
    }
    isEnd = next.isEnd || next.reached !== undefined;
    if (next.reached) break;
  }
  const found = await reads.readRowsAt(places);
  const held = searching.audiences.map((audience) => ({
    audience,
    rows: found.flatMap((one) => (one.audience === audience ? [one.row] : [])),
  }));
  const stored = [...begun.heads.values()].reduce((sum, { count }) => sum + count, 0);
  const unread = isEnd ? 0 : Math.max(0, stored - places.length);
  return countFacets(matching(held, searching), names, unread);
}

export async function exactFacets(
  searching: Searching,
  targets: readonly Target[],
  names: readonly FacetName[],
  reads: SearchReads,
  deps: SearchDeps,
): Promise<Facets> {
  const { held } = await heldOf(searching, targets, reads, deps);
  return countFacets(matching([...held.values()].flat(), searching), names, 0);
}

/** Those that match, by descriptor id. */
function matching(held: readonly HeldRows[], { query, clauses, caller, now }: Searching) {
  const isShown = isShownFor(query);
  const shown = held.map(({ audience, rows }) => ({
    audience,
    rows: withoutHidden(rows, caller.governance.hidden),
  }));
  const opinions = opinionsOf(shown).filter(
    (opinion) =>
      isShown(opinion.projection, now) &&
      opinionMatches(query, opinion) &&
      satisfies(opinion.projection, clauses),
  );
  return new Map(
    opinions.map(({ projection }): [string, Projection] => [projection.id, projection]),
  );
}
