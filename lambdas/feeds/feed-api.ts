import { type Endpoint, endpoint } from '../contracts/endpoint';
import { feedPageSize, listFeedsRoute, readFeedRoute } from '../contracts/feeds.contract';
import type { TellRead } from '../core/audit-read';
import { type FeedDeps, listFeeds, readFeed } from './read-feed';

export interface FeedApiDeps extends FeedDeps {
  readonly tellRead: TellRead;
}

/** The feeds of a caller's audiences. */
export function feedApi(deps: FeedApiDeps): Endpoint[] {
  return [
    endpoint(listFeedsRoute, async ({ caller }) => ({
      status: 200,
      body: await listFeeds(caller, deps),
    })),
    endpoint(readFeedRoute, async ({ params, query, caller }) => {
      const { after = 0, asOf = after, limit = feedPageSize } = query;
      const request = { audience: params.audience, after, asOf, limit };
      const { text, next, changes } = await readFeed(request, caller, deps);
      const told = { audience: request.audience, after, next, changes };
      // A page without changes hands nothing over: followers ask for one every few seconds.
      if (changes > 0) await deps.tellRead(caller, 'feed.read', told);
      return { status: 200, json: text };
    }),
  ];
}
