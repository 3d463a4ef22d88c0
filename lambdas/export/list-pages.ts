import type { ListDefinition } from '../contracts/lists.contract';
import { exportedFields, type Question } from '../contracts/saved-searches.contract';
import type { Caller } from '../core/caller';
import type { Exported } from '../core/export/export-row';
import { DomainError, type ErrorCode } from '../core/problem';
import type { SearchDeps } from '../search/searching';
import { searchRows } from './export-search';
import { type FeedRowsDeps, readFeedRows } from './feed-rows';
import { type ListSource, searchUnusable } from './list-source';

export type ListPagesDeps = FeedRowsDeps & SearchDeps;

/** Some of what a list is made of. */
export interface ListPage {
  readonly rows: readonly Exported[];
  /** After what the next page begins; undefined where there is none. */
  readonly next: string | undefined;
  /** What it took, of a search. */
  readonly readUnits: number;
}

export type ReadListPage = (after: string | undefined) => Promise<ListPage>;

/** All that a list is made of as a caller sees it, page by page. */
export function listPages(
  { list: { content }, search }: ListSource,
  caller: Caller,
  deps: ListPagesDeps,
): ReadListPage {
  if (search) return ofSearch(content, search.content, caller, deps);
  const { feed = '', status = 'MALICIOUS', confidenceMin } = content;
  const rule = { statuses: [status], confidence: confidenceMin };
  return async (after) => {
    const page = await readFeedRows(
      { audience: feed, after: Number(after ?? 0), rule },
      caller,
      deps,
    );
    return { rows: page.rows, next: page.next?.toString(), readUnits: 0 };
  };
}

function ofSearch(
  { status, confidenceMin }: ListDefinition,
  question: Question,
  caller: Caller,
  deps: SearchDeps,
): ReadListPage {
  const { data, error } = exportedFields.safeParse(question);
  if (!data) throw searchUnusable(`${error.issues[0]?.message ?? 'It is none'}.`);
  const asked = {
    ...data,
    ...(status === undefined ? {} : { status: [status] }),
    ...(confidenceMin === undefined ? {} : { confidenceMin }),
  };
  return async (cursor) => {
    const page = await searchRows({ ...asked, cursor }, caller, deps).catch(asUnusable);
    return { rows: page.rows, next: page.cursor, readUnits: page.readUnits };
  };
}

/** What a search is refused with that was sent by its parameters: here the member has sent none. */
const refusals: readonly ErrorCode[] = [
  ...(['field.invalid', 'indicator.refused', 'audience.unusable', 'search.too_wide'] as const),
];

function asUnusable(error: unknown): never {
  const isRefusal = error instanceof DomainError && refusals.includes(error.code);
  throw isRefusal ? searchUnusable(error.message) : error;
}
