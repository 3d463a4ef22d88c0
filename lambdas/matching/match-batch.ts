import type { MatchedMessage } from '../contracts/matched-message';
import type { SeenChange } from '../core/watch/seen-change';
import type { TokenFilter } from '../core/watch/token-filter';
import type { ItemChange } from '../store/audit-changes';
import { type FeedRecord, readFeedRecord } from '../store/feed-records';
import type { PostingStore } from '../store/posting-store';
import type { KnownTokens } from './known-tokens';
import { type DepartureDeps, matchDeparture } from './match-departure';
import { type MineDeps, minesMet } from './match-mine';
import { type FindStanding, messagesOf, nameOf, seenIn, watchesMet } from './match-record';

export interface MatchRecordsDeps extends DepartureDeps, MineDeps {
  readonly tokens: KnownTokens;
  readonly postings: Pick<PostingStore, 'read'>;
  /** Hands messages on; answers those that were not taken, with the reason. */
  readonly send: (
    messages: readonly MatchedMessage[],
  ) => Promise<ReadonlyMap<MatchedMessage, unknown>>;
}

export interface MatchDeps extends MatchRecordsDeps {
  /** Whether it failed for want of capacity, so that the stream shall bring it again. */
  readonly isBusy: (error: unknown) => boolean;
  /** Leaves a record where an operator finds it, with the reason. False when that failed too. */
  readonly park: (record: FeedRecord, error: unknown) => Promise<boolean>;
  /** Told of what could not be matched, by id. */
  readonly onFailure: (ids: readonly string[], error: unknown) => void;
}

/** Tells the notifier whom the changes of a batch of the feeds' stream concern. Answers the ids of what must come again. */
export async function matchBatch(
  changes: readonly ItemChange[],
  deps: MatchDeps,
): Promise<Set<string>> {
  const again = new Set<string>();
  for (const [record, error] of await matchRecords(changes.flatMap(readFeedRecord), deps)) {
    deps.onFailure([record.id], error);
    const isParked = !deps.isBusy(error) && (await deps.park(record, error));
    if (!isParked) again.add(record.recordId);
  }
  return again;
}

/** What could not be matched or handed on, with the reason. */
export async function matchRecords(
  records: readonly FeedRecord[],
  deps: MatchRecordsDeps,
): Promise<Map<FeedRecord, unknown>> {
  const failed = new Map<FeedRecord, unknown>();
  const telling = records.filter(({ projection }) => projection !== undefined);
  if (telling.length === 0) return failed;
  const filter = await deps.tokens.catchUp();
  const matching = { filter, find: standingFor(filter, deps.postings), before: goneFrom(telling) };
  const outcomes = await Promise.allSettled(telling.map((one) => matchOne(one, matching, deps)));
  const recordOf = new Map<MatchedMessage, FeedRecord>();
  for (const [at, record] of telling.entries()) {
    const outcome = outcomes[at];
    if (outcome?.status === 'rejected') failed.set(record, outcome.reason);
    else for (const message of outcome?.value ?? []) recordOf.set(message, record);
  }
  if (recordOf.size === 0) return failed;
  for (const [message, error] of await deps.send([...recordOf.keys()])) {
    const record = recordOf.get(message);
    if (record) failed.set(record, error);
  }
  return failed;
}

interface Matching {
  readonly filter: TokenFilter;
  readonly find: FindStanding;
  readonly before: ReadonlyMap<string, SeenChange>;
}

async function matchOne(
  record: FeedRecord,
  { filter, find, before }: Matching,
  deps: MatchRecordsDeps,
): Promise<MatchedMessage[]> {
  const seen = seenIn(record);
  if (!seen) return [];
  if (record.change === 'went') return matchDeparture(record, seen, filter, find, deps);
  const change = { ...seen, others: record.others };
  const [met, mines] = await Promise.all([
    watchesMet(change, find),
    minesMet(change, filter, find, deps),
  ]);
  const was = before.get(placeOf(record));
  const knew = new Set(was ? (await watchesMet(was, find)).map(nameOf) : []);
  const [changed, fresh] = [
    met.filter((ref) => knew.has(nameOf(ref))),
    met.filter((ref) => !knew.has(nameOf(ref))),
  ];
  const { indicatorId } = seen.shown;
  return [
    ...messagesOf(record, indicatorId, 'new', fresh),
    ...messagesOf(record, indicatorId, 'changed', changed),
    ...messagesOf(record, indicatorId, 'about_mine', mines),
  ];
}

/** What was shown of objects before, of those whose change is in the same batch. */
function goneFrom(records: readonly FeedRecord[]): Map<string, SeenChange> {
  const gone = records.filter(({ change }) => change === 'went');
  return new Map(
    gone.flatMap((record) => {
      const seen = seenIn(record);
      return seen ? [[placeOf(record), seen] as const] : [];
    }),
  );
}

function placeOf({ audience, id }: FeedRecord): string {
  return `${audience} ${id}`;
}

/** Reads each token's watches once, and those of a token that nobody watches never. */
function standingFor(filter: TokenFilter, postings: Pick<PostingStore, 'read'>): FindStanding {
  const read = new Map<string, ReturnType<PostingStore['read']>>();
  return async (key) => {
    if (!filter.has(key)) return [];
    const known = read.get(key) ?? postings.read(key);
    read.set(key, known);
    return known;
  };
}
