import { type Endpoint, endpoint } from '../contracts/endpoint';
import { searchRoute } from '../contracts/search.contract';
import { type SearchOnRecordDeps, searchOnRecord } from './search-on-record';

/** What a caller may see, by what is said of it. */
export function searchApi(deps: SearchOnRecordDeps): Endpoint[] {
  return [
    endpoint(searchRoute, async ({ query, caller }) => ({
      status: 200,
      body: (await searchOnRecord(query, caller, deps)).body,
    })),
  ];
}
