import type { MatchedMessage } from '../contracts/matched-message';
import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import type { RowRef } from '../core/exchange-object';
import type { Shown } from '../core/projection';
import type { SeenChange } from '../core/watch/seen-change';
import type { TokenFilter } from '../core/watch/token-filter';
import { tokenKey, tokensOf, watchTokens } from '../core/watch/tokens';
import type { FeedRecord } from '../store/feed-records';
import type { ToldStore } from '../store/told-store';
import { type FindStanding, messagesOf, nameOf, watchesMet } from './match-record';

export interface DepartureDeps {
  readonly told: ToldStore;
  readonly rows: {
    /** As it is now, strongly. */
    read(audience: Audience, ref: RowRef): Promise<AudienceRow | undefined>;
  };
}

/**
 * Tells those who were told of an object that it is gone, or is not any more what they watch for. One that still
 * is comes by its own record.
 */
export async function matchDeparture(
  record: FeedRecord,
  before: SeenChange,
  filter: TokenFilter,
  find: FindStanding,
  { told, rows }: DepartureDeps,
): Promise<MatchedMessage[]> {
  if (!mayBeTold(before, filter)) return [];
  const refs = await told.read(record.id);
  if (refs.length === 0) return [];
  const { indicatorId } = before.shown;
  const row = await rows.read(record.audience, refOf(before));
  if (row?.projection === undefined) return messagesOf(record, indicatorId, 'withdrawn', refs);
  if (before.kind !== 'descriptor') return [];
  const { position, projection } = row;
  const now = { ...record, position, projection };
  const change = { ...before, position, shown: JSON.parse(projection) as Shown };
  const met = new Set((await watchesMet(change, find)).map(nameOf));
  const others = refs.filter((ref) => !met.has(nameOf(ref)));
  return messagesOf(now, indicatorId, 'changed', others);
}

/** Whether anybody can have been told of it: what nobody watches is not looked up. */
function mayBeTold(before: SeenChange, filter: TokenFilter): boolean {
  if (filter.has(tokenKey(watchTokens.anyMine))) return true;
  return tokensOf(before).some((token) => filter.has(tokenKey(token)));
}

function refOf({ id, kind, shown }: SeenChange): RowRef {
  const createdAt = 'createdAt' in shown ? Date.parse(String(shown.createdAt)) * 1000 : undefined;
  return { id, kind, indicatorId: shown.indicatorId, createdAt };
}
