import type { MatchedMessage } from '../contracts/matched-message';
import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import type { RowRef } from '../core/exchange-object';
import type { Shown } from '../core/projection';
import type { SeenChange } from '../core/watch/seen-change';
import type { TokenFilter } from '../core/watch/token-filter';
import { tokenKey, tokensOf, watchTokens } from '../core/watch/tokens';
import type { WatchRef } from '../core/watch/watch';
import type { FeedRecord } from '../store/feed-records';
import type { ToldStore } from '../store/told-store';
import { type MineDeps, minesMet } from './match-mine';
import { distinct, type FindStanding, messagesOf, nameOf, watchesMet } from './match-record';

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
  deps: DepartureDeps & MineDeps,
): Promise<MatchedMessage[]> {
  if (!mayBeTold(before, filter)) return [];
  const [told, meant] = await Promise.all([
    deps.told.read(record.id),
    meantBy({ ...before, others: record.others }, filter, find, deps),
  ]);
  if (told.length === 0 && meant.length === 0) return [];
  const { indicatorId } = before.shown;
  const row = await deps.rows.read(record.audience, refOf(before));
  if (row?.projection === undefined) {
    return messagesOf(record, indicatorId, 'withdrawn', distinct([...told, ...meant]));
  }
  if (before.kind !== 'descriptor') return [];
  const { position, projection } = row;
  const now = { ...record, position, projection };
  const change = { ...before, position, shown: JSON.parse(projection) as Shown };
  const met = new Set((await watchesMet(change, find)).map(nameOf));
  const others = told.filter((ref) => !met.has(nameOf(ref)));
  return messagesOf(now, indicatorId, 'changed', others);
}

/**
 * Whom a message of before may still be on its way to: it is written nowhere yet that they are told. That something is
 * gone overtakes it, and the notifier drops what comes of it later.
 */
async function meantBy(
  before: SeenChange & { readonly others: boolean },
  filter: TokenFilter,
  find: FindStanding,
  deps: MineDeps,
): Promise<WatchRef[]> {
  const [met, mines] = await Promise.all([
    watchesMet(before, find),
    minesMet(before, filter, find, deps),
  ]);
  return [...met, ...mines];
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
