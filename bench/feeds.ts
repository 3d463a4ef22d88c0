import type { Api } from './api';
import type { Scene } from './scene';

export interface FeedPage {
  readonly changes: readonly { readonly id: string }[];
  readonly next: number;
}

interface Feeds {
  readonly feeds: readonly {
    readonly audience: string;
    readonly head: { readonly count: number; readonly position: number };
  }[];
}

/** Of one to the community: that audience and its owner's own. */
export const changesPerDescriptor = 2;

/** Live objects of the community and of the publisher's own audience. */
export async function indexedChanges(api: Api, { publisher }: Scene): Promise<number> {
  const { feeds } = await readFeeds(api, publisher.token);
  return feeds.reduce((sum, { head }) => sum + head.count, 0);
}

export async function communityPosition(api: Api, token: string): Promise<number> {
  const { feeds } = await readFeeds(api, token);
  return feeds.find(({ audience }) => audience === 'community')?.head.position ?? 0;
}

export function readCommunity(api: Api, token: string, after: number): Promise<FeedPage> {
  const path = `/v1/feeds/community?after=${after}&limit=1000`;
  return api.json({ method: 'GET', path, token });
}

function readFeeds(api: Api, token: string): Promise<Feeds> {
  return api.json({ method: 'GET', path: '/v1/feeds', token });
}
