import type { Audience } from '../../core/audience';
import type { FeedHead } from '../../core/feed';
import type { Pointer } from '../../core/pointers';
import { packDealt, unpackDealt } from '../../core/search/dealt';
import { type Order, opposite, type Place } from '../../core/search/place';
import type { Span } from '../../core/search/search-query';
import { openWalk, sealWalk, type WalkState } from '../../core/search/walk-state';
import type { SearchReads } from '../../store/search-store';
import {
  type Found,
  readBudget,
  type SearchDeps,
  type Searching,
  type SearchPage,
} from '../searching';
import { chooseDriver, type Probe } from './choose-driver';
import { MergedLists } from './merged-lists';
import { checkedBy, questionOf } from './search-exactly';
import { isByDescriptor, judging, type Walking } from './walk';
import { walkPage } from './walk-page';

/** A walk as it is begun or gone on with. */
interface Begun {
  readonly began: number;
  readonly driver: number;
  readonly probes: readonly Probe[];
  readonly upTo: ReadonlyMap<Audience, number>;
  readonly heads: ReadonlyMap<Audience, FeedHead>;
  readonly place: Place | undefined;
  readonly dealt: readonly string[];
}

/** A page of a walk over the lists of the most selective condition, to either side. */
export async function searchLists(
  searching: Searching,
  reads: SearchReads,
  { cursorKeys }: SearchDeps,
): Promise<SearchPage> {
  const { query, audiences, clauses, fields, limit, caller, now } = searching;
  const { isBackwards = false } = fields;
  const walker = { memberId: caller.member.id, audiences, query };
  const begun =
    fields.cursor === undefined
      ? await begin(searching, reads)
      : await goOn(searching, openWalk(cursorKeys, fields.cursor, walker, now), reads);
  reads.readStrongly(isFresh(begun, now));
  const walking = walkingOf(searching, begun, reads);
  const isSpent = () => reads.spent() >= readBudget.page;
  const lists = listsOf(walking, { chunk: chunkFor(limit, walking), mayRead: () => !isSpent() });
  const page = await walkPage<Found>(lists, judging<Found>(walking), {
    ...{ limit, isSpent, dealt: begun.dealt },
    affordable: () => Math.floor((readBudget.page - reads.spent()) / costOfOne(walking)),
  });
  const { began, driver } = begun;
  const upTo = audiences.map((name) => begun.upTo.get(name) ?? 0);
  const state = { began, driver, upTo };
  const seal = (place: Place | undefined, dealt?: string) =>
    place && sealWalk(cursorKeys, walker, { ...state, place, dealt });
  const plan = {
    ...{ driver: clauses[driver]?.name ?? '', lists: lists.count, audiences: audiences.length },
    ...{ probed: begun.probes, checked: checkedBy(searching) },
    ...{ rounds: page.rounds, candidates: page.candidates },
  };
  // What a page has dealt with lies to one side of its end, and a cursor may be followed to the other.
  const cursor = seal(page.place, isBackwards ? undefined : packDealt(page.dealt));
  const found = isBackwards ? page.found.toReversed() : page.found;
  return { found, complete: page.isFull, cursor, start: seal(page.start), plan };
}

/** A walk sees its audiences as they were settled when it began. */
export async function begin(
  { clauses, audiences, now }: Searching,
  reads: SearchReads,
): Promise<Begun> {
  const [heads, { driver, probes }] = await Promise.all([
    reads.readHeads(audiences),
    chooseDriver(clauses, audiences, reads),
  ]);
  const upTo = new Map([...heads].map(([audience, { settled }]) => [audience, settled]));
  return { began: now, driver, probes, upTo, heads, place: undefined, dealt: [] };
}

/** Longer than a copy lags behind the writes. */
export const lagMicros = 10_000_000;

/** Whether one of the audiences has changed just now, so that copies may not agree yet. */
function isFresh({ heads }: Begun, now: number): boolean {
  return [...heads.values()].some(({ settled }) => settled > now - lagMicros);
}

async function goOn(
  { audiences, fields }: Searching,
  { began, driver, upTo, place, dealt }: WalkState,
  reads: SearchReads,
): Promise<Begun> {
  const heads = await reads.readHeads(audiences);
  const then = new Map(audiences.map((audience, at) => [audience, upTo[at] ?? 0]));
  const known = fields.isBackwards ? [] : unpackDealt(dealt);
  return { began, driver, probes: [], upTo: then, heads, place, dealt: known };
}

export function walkingOf(searching: Searching, begun: Begun, reads: SearchReads): Walking {
  const { query, clauses, audiences, fields } = searching;
  const { upTo, heads, place: after } = begun;
  const { isBackwards = false } = fields;
  const driver = clauses[begun.driver];
  if (!driver) throw new Error('a cursor names a condition that its query has not');
  const asked: Order = query.newestFirst ? 'newest' : 'oldest';
  const order = isBackwards ? opposite(asked) : asked;
  const span = placeSpan(searching);
  const question = questionOf(searching);
  const way = { order, isBackwards, span, after };
  return { question, driver, audiences, upTo, heads, ...way, reads };
}

export function listsOf(
  { driver, upTo, span, order, after, question, reads }: Walking,
  pace: { readonly chunk: number; readonly mayRead: () => boolean },
): MergedLists {
  const placeId = isByDescriptor(question)
    ? ({ indicatorId, id }: Pointer) => `${indicatorId}/${id}`
    : ({ indicatorId }: Pointer) => indicatorId;
  return new MergedLists(reads, {
    ...{ clause: driver, upTo, span, order, placeId, after, ...pace },
  });
}

/** Whatever changed before an end was seen before it. */
function placeSpan({ query: { published, changed } }: Searching): Span {
  return { since: published.since, until: Math.min(published.until, changed.until) };
}

const [fewestAtOnce, mostAtOnce] = [16, 250];

/** What is filtered by its text is read in large pieces; else about as much of each list as a page takes. */
function chunkFor(limit: number, { driver, audiences }: Walking): number {
  if (driver.fits) return mostAtOnce;
  const lists = driver.tokens.length * audiences.length;
  const share = Math.ceil(limit / Math.max(1, Math.min(lists, 4))) + 1;
  return Math.min(mostAtOnce, Math.max(fewestAtOnce, share));
}

/** Units that one candidate takes: half a one for each audience's card, and for the rows on them; strongly twice that. */
function costOfOne({ audiences, reads }: Walking): number {
  return (audiences.length / 2 + 1) * (reads.isStrong() ? 2 : 1);
}
