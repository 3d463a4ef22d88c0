import type { Audience } from '../core/audience';
import { audiencesEpoch } from '../core/audiences-epoch';
import type { Caller } from '../core/caller';
import { type FeedHead, tombstoneDays } from '../core/feed';
import { type HiddenOwners, isRowHidden } from '../core/governance';
import { DomainError, notFound } from '../core/problem';
import { type Clock, microsPerDay } from '../core/time';
import type { FeedEntry, FeedStore } from '../store/feed-store';

export interface FeedDeps {
  readonly feeds: FeedStore;
  readonly now: Clock;
}

export interface FeedRequest {
  readonly audience: string;
  readonly after: number;
  /** When the copy that ends at `after` was last complete, or begun; microseconds. */
  readonly asOf: number;
  readonly limit: number;
}

/** The caller's audiences with their heads. */
export async function listFeeds(caller: Caller, { feeds }: FeedDeps) {
  const heads = await Promise.all(
    caller.audiences.map(async (audience) => ({
      audience,
      head: shownHead(await feeds.readHead(audience)),
    })),
  );
  return { audiencesEpoch: audiencesEpoch(caller), feeds: heads };
}

/** A page as it is sent, and what the audit says of it. */
export interface FeedPage {
  readonly text: string;
  readonly next: number;
  readonly changes: number;
}

/**
 * One page of an audience's changes, as JSON text: projections are stored as the text that is sent. The head
 * is read before the rows and only what had settled by then is read, so that no page shows half a commit.
 */
export async function readFeed(
  { audience: name, after, asOf, limit }: FeedRequest,
  caller: Caller,
  { feeds, now }: FeedDeps,
): Promise<FeedPage> {
  const audience = caller.audiences.find((mine) => mine === name);
  if (!audience) throw notFound();
  const head = await feeds.readHead(audience);
  const time = now();
  if (isOutOfReach(after, asOf, head, time)) throw reset(head);
  const upTo = head.settled;
  const range = { after: Math.max(after, head.epoch), upTo, limit };
  const { entries, isComplete } = await feeds.readEntries(audience, range);
  const next = isComplete ? Math.max(after, upTo) : (entries.at(-1)?.sk ?? after);
  const isFresh = isComplete || after === 0;
  const end = { next, asOf: isFresh ? time : asOf, more: !isComplete };
  const text = pageText(audience, head, entries, caller.governance.hidden, end);
  return { text, next, changes: entries.length };
}

/**
 * A reader that comes from another epoch, from the future, or with a copy from before the tombstones must begin
 * anew. While it walks old entries from the start its copy is as young as the walk.
 */
function isOutOfReach(after: number, asOf: number, head: FeedHead, nowMicros: number): boolean {
  if (after === 0 || after === head.position) return false;
  const oldest = nowMicros - (tombstoneDays - 1) * microsPerDay;
  return after < head.epoch || after > head.position || Math.max(after, asOf) < oldest;
}

function reset({ epoch }: FeedHead): DomainError {
  return new DomainError(
    'feed.reset',
    'This feed can no longer be followed from that position: drop your copy and begin with after=0.',
    { pointer: '/after', extra: { epoch } },
  );
}

function shownHead({ epoch, position, count, digest }: FeedHead) {
  return { epoch, position, count, digest };
}

function pageText(
  audience: Audience,
  head: FeedHead,
  entries: readonly FeedEntry[],
  hidden: HiddenOwners,
  end: { readonly next: number; readonly asOf: number; readonly more: boolean },
): string {
  const frame = JSON.stringify({ audience, head: shownHead(head) }).slice(0, -1);
  const changes = entries.map((entry) => changeText(entry, hidden)).join(',');
  return `${frame},"changes":[${changes}],"next":${end.next},"asOf":${end.asOf},"more":${end.more}}`;
}

/**
 * What is hidden is named without a word of it: with its id and version a copy still adds up to the head, so that no
 * head has to tell that somebody is hidden. It comes again, as gone or as it is, before the hiding ends.
 */
function changeText(entry: FeedEntry, hidden: HiddenOwners): string {
  const { id, kind, sk } = entry;
  return `{"id":"${id}","kind":"${kind}","version":${sk},${stateText(entry, hidden)}}`;
}

function stateText({ kind, sk, projection }: FeedEntry, hidden: HiddenOwners): string {
  if (projection === undefined) return '"gone":true';
  const isLeftOut = isRowHidden({ projection, position: sk }, hidden);
  return isLeftOut ? '"withheld":true' : `"${kind}":${projection}`;
}
