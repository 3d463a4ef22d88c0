import type { Projection } from '../projection';
import { type FacetName, facetNames } from './search-query';

export type FacetCount =
  | { readonly value: string; readonly count: number }
  | { readonly value: string; readonly atLeast: number; readonly atMost: number };

export type Facets = Partial<Record<FacetName, readonly FacetCount[]>>;

/** Values told of each facet; the commonest first. */
const mostValues = 100;

/**
 * Counts opinions by what they say, each once however many audiences show it. `unread` are those that may match too
 * and were not read: none of them is certain, so that every count becomes a range.
 */
export function countFacets(
  opinions: ReadonlyMap<string, Projection>,
  names: readonly FacetName[],
  unread: number,
): Facets {
  const wanted = facetNames.filter((name) => names.includes(name));
  return Object.fromEntries(wanted.map((name) => [name, countOf(opinions, name, unread)]));
}

function countOf(opinions: ReadonlyMap<string, Projection>, name: FacetName, unread: number) {
  const counts = new Map<string, number>();
  for (const projection of opinions.values()) {
    for (const value of said[name](projection)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, more], [b, fewer]) => fewer - more || (a < b ? -1 : 1))
    .slice(0, mostValues)
    .map(([value, count]): FacetCount => {
      return unread === 0 ? { value, count } : { value, atLeast: count, atMost: count + unread };
    });
}

const said: Readonly<Record<FacetName, (projection: Projection) => readonly string[]>> = {
  type: ({ type }) => [type],
  tag: ({ tags }) => tags,
  status: ({ status }) => [status],
  owner: ({ owner }) => [owner],
};
