import {
  type MatchEvent,
  type MatchedMessage,
  watchesPerMessage,
} from '../contracts/matched-message';
import type { Shown } from '../core/projection';
import { meets } from '../core/watch/meets';
import type { SeenChange } from '../core/watch/seen-change';
import { tokenKey, tokensOf } from '../core/watch/tokens';
import type { WatchRef } from '../core/watch/watch';
import type { FeedRecord } from '../store/feed-records';
import { chunks } from '../store/item';
import type { StandingWatch } from '../store/posting-store';

/** Who stands under a token, of those that anybody stands under. */
export type FindStanding = (tokenKey: string) => Promise<readonly StandingWatch[]>;

/** What a record of a feed shows; nothing of a tombstone. */
export function seenIn({ projection, ...record }: FeedRecord): SeenChange | undefined {
  if (projection === undefined) return undefined;
  return { ...record, shown: JSON.parse(projection) as Shown };
}

/** The watches that a change meets, each once: found by what it is, never by going through them. */
export async function watchesMet(change: SeenChange, find: FindStanding): Promise<WatchRef[]> {
  const standing = await Promise.all(tokensOf(change).map(tokenKey).map(find));
  const met = standing
    .flat()
    .filter(({ member, rest }) => meets(rest, change, member))
    .map(({ member, watchId }) => ({ member, watchId }));
  return distinct(met);
}

export function distinct(refs: readonly WatchRef[]): WatchRef[] {
  return [...new Map(refs.map((ref) => [nameOf(ref), ref])).values()];
}

export function nameOf({ member, watchId }: WatchRef): string {
  return `${member}/${watchId}`;
}

/** Messages of one event, full ones but the last. */
export function messagesOf(
  record: FeedRecord,
  indicatorId: string,
  event: MatchEvent,
  watches: readonly WatchRef[],
): MatchedMessage[] {
  const { audience, position, at, kind, id, projection } = record;
  const change = { audience, position, at, kind, id, indicatorId, projection };
  return chunks(watches, watchesPerMessage).map((run) => ({ change, event, watches: run }));
}
