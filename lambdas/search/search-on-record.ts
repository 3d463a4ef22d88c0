import type { TellRead } from '../core/audit-read';
import type { Caller } from '../core/caller';
import type { SearchFields } from './query-of';
import { search } from './search';
import type { SearchDeps } from './searching';

export type SearchOnRecordDeps = SearchDeps & { readonly tellRead: TellRead };

/** One page of a search. A value that one can name is a look-up, which is on record only where there are many. */
export async function searchOnRecord(
  fields: SearchFields,
  caller: Caller,
  deps: SearchOnRecordDeps,
) {
  const { found, mode = 'filters', ...page } = await search(fields, caller, deps);
  if (found > 0 && mode !== 'exact') await deps.tellRead(caller, 'search.read', { found, mode });
  return page;
}
