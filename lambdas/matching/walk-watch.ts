import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import type { IdMaker } from '../core/id';

import type { Condition } from '../core/watch/condition';
import { listsOfWatch, type WatchList } from '../core/watch/lists';
import { meets } from '../core/watch/meets';
import { placeKey } from '../store/index-keys';
import type { SearchReads } from '../store/search-store';
import { seenIn } from './match-record';

/** How far a walk has come: which of its lists, and behind which place of that. */
export interface WalkPlace {
  readonly list: number;
  readonly after?: string | undefined;
}

export interface WatchWalk {
  readonly member: string;
  readonly conditions: readonly Condition[];
  readonly audiences: readonly Audience[];
}

export interface Found {
  readonly audience: Audience;
  readonly row: AudienceRow & { readonly projection: string };
}

export interface WalkDeps {
  readonly reads: SearchReads;
  readonly makeId: IdMaker;
  /** Asked before each read. */
  readonly mayRead: () => boolean;
  /** What was found, and where to go on behind it. */
  readonly onFound: (found: readonly Found[], next: WalkPlace) => Promise<void>;
}

const perRead = 250;

/**
 * Goes through what is there of a watch: by the lists of its most selective conditions in each audience, and by its
 * values. Undefined at the end; else where to go on.
 */
export async function walkWatch(
  walk: WatchWalk,
  from: WalkPlace,
  deps: WalkDeps,
): Promise<WalkPlace | undefined> {
  const lists = listsOfWatch(walk.conditions, walk.audiences);
  let place = from;
  for (let list = lists[place.list]; list; list = lists[place.list]) {
    if (!deps.mayRead()) return place;
    const { rows, after } = await readPiece(list, place.after, deps);
    const found = rows.filter((one) => isMet(one, list, walk));
    place = after === undefined ? { list: place.list + 1 } : { list: place.list, after };
    await deps.onFound(found, place);
  }
  return undefined;
}

function isMet({ audience, row }: Found, { condition }: WatchList, { member }: WatchWalk): boolean {
  const record = {
    recordId: '',
    change: 'came' as const,
    audience,
    at: row.position,
    others: false,
  };
  const seen = seenIn({ ...record, ...row, kind: row.kind ?? 'descriptor' });
  return seen !== undefined && meets(condition, seen, member);
}

interface Piece {
  readonly rows: readonly Found[];
  readonly after: string | undefined;
}

function readPiece(list: WatchList, after: string | undefined, deps: WalkDeps): Promise<Piece> {
  return 'targets' in list ? readValues(list, deps) : readList(list, after, deps);
}

/** Of values there are cards where anything is known; the rows of those are read. */
async function readValues(
  { targets, audience }: Extract<WatchList, { targets: unknown }>,
  { reads, makeId }: WalkDeps,
): Promise<Piece> {
  const ids = targets.map(({ type, value }) => makeId('indicator', type, value).id);
  const wanted = ids.map((indicatorId) => ({ audience, indicatorId }));
  const cards = await reads.readSummaries(wanted);
  const there = wanted.filter(({ indicatorId }) =>
    [...cards.keys()].some((key) => key.endsWith(`/${indicatorId}`)),
  );
  const partitions = await Promise.all(there.map((one) => reads.readPartition(one)));
  return { rows: partitions.flat().flatMap((row) => foundIn(audience, row)), after: undefined };
}

async function readList(
  { token, audience, fits }: Extract<WatchList, { token: string }>,
  after: string | undefined,
  { reads }: WalkDeps,
): Promise<Piece> {
  const range = { audience, token, newestFirst: true, limit: perRead };
  const page = await reads.readList({ ...range, ...(after === undefined ? {} : { from: after }) });
  const fitting = page.pointers.filter(({ text = '' }) => fits?.(text) ?? true);
  const places = fitting.map(({ indicatorId, id }) => ({ audience, indicatorId, id }));
  const rows = places.length > 0 ? await reads.readRowsAt(places) : [];
  const last = page.pointers.at(-1);
  return {
    rows: rows.flatMap(({ row }) => foundIn(audience, row)),
    after: page.isComplete || !last ? undefined : placeKey(last),
  };
}

function foundIn(audience: Audience, row: AudienceRow): Found[] {
  const { projection } = row;
  return projection === undefined ? [] : [{ audience, row: { ...row, projection } }];
}
