import { type Endpoint, endpoint } from '../contracts/endpoint';
import { searchRoute } from '../contracts/search.contract';
import type { TellRead } from '../core/audit-read';
import { search } from './search';
import type { SearchDeps } from './searching';

export type SearchApiDeps = SearchDeps & { readonly tellRead: TellRead };

/** What a caller may see, by what is said of it. */
export function searchApi(deps: SearchApiDeps): Endpoint[] {
  return [
    endpoint(searchRoute, async ({ query, caller }) => {
      const { body, found, mode = 'filters' } = await search(query, caller, deps);
      // A value that one can name is a look-up, which is on record only where there are many.
      if (found > 0 && mode !== 'exact')
        await deps.tellRead(caller, 'search.read', { found, mode });
      return { status: 200, body };
    }),
  ];
}
