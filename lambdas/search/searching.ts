import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import type { DescriptorView } from '../core/descriptor-view';
import type { IdMaker } from '../core/id';
import type { CursorKeys } from '../core/keys';
import type { Clause } from '../core/search/clause';
import type { Wanted } from '../core/search/read-q';
import type { SearchQuery } from '../core/search/search-query';
import type { Clock } from '../core/time';
import type { OpenSearch } from '../store/search-store';
import type { SearchFields } from './query-of';
import type { IndicatorView } from './read-indicator';

export interface SearchDeps {
  readonly open: OpenSearch;
  readonly makeId: IdMaker;
  readonly cursorKeys: CursorKeys;
  readonly now: Clock;
}

/** Read units of a page, and of the facets on top. */
export const readBudget = { page: 500, facets: 700 } as const;
export interface Searching {
  readonly query: SearchQuery;
  readonly wanted: Wanted | undefined;
  readonly clauses: readonly Clause[];
  readonly audiences: readonly Audience[];
  readonly fields: SearchFields;
  readonly limit: number;
  readonly caller: Caller;
  readonly now: number;
}

export type Found = IndicatorView | DescriptorView;

/** What a page is, however it was found. */
export interface SearchPage {
  readonly found: readonly Found[];
  readonly complete: boolean;
  /** Where it goes on. */
  readonly cursor: string | undefined;
  /** Where the way back begins: at the first that was found. */
  readonly start: string | undefined;
  readonly plan: object & { readonly driver: string };
}
