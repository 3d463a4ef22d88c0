import { type Endpoint, endpoint } from '../contracts/endpoint';
import { feedPageSize, listFeedsRoute, readFeedRoute } from '../contracts/feeds.contract';
import { type FeedDeps, listFeeds, readFeed } from './read-feed';

/** The feeds of a caller's audiences. */
export function feedApi(deps: FeedDeps): Endpoint[] {
  return [
    endpoint(listFeedsRoute, async ({ caller }) => ({
      status: 200,
      body: await listFeeds(caller, deps),
    })),
    endpoint(readFeedRoute, async ({ params, query, caller }) => {
      const { after = 0, asOf = after, limit = feedPageSize } = query;
      const request = { audience: params.audience, after, asOf, limit };
      return { status: 200, json: await readFeed(request, caller, deps) };
    }),
  ];
}
