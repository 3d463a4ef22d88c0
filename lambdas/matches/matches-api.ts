import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  acknowledgeMatchesRoute,
  listMatchesRoute,
  readMatchRoute,
} from '../contracts/matches.contract';
import type { MatchStore } from '../store/match-store';
import { acknowledge, listMatches, readMatch } from './list-matches';

/** What a member was told, the truth behind its webhooks. */
export function matchesApi({ matches }: { readonly matches: MatchStore }): Endpoint[] {
  return [
    endpoint(listMatchesRoute, async ({ query, caller }) => ({
      status: 200,
      body: await listMatches(query, caller, matches),
    })),
    endpoint(readMatchRoute, async ({ params, caller }) => ({
      status: 200,
      body: await readMatch(params.id, caller, matches),
    })),
    endpoint(acknowledgeMatchesRoute, async ({ body, caller }) => ({
      status: 200,
      body: await acknowledge(body, caller, matches),
    })),
  ];
}
