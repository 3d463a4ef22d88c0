import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { isRowHidden } from '../core/governance';
import { tokens } from '../core/pointers';
import { isLiveOpinion, type Projection } from '../core/projection';
import type { Clock } from '../core/time';
import { pointerKey } from '../store/pointer-lists';
import type { RowPlace, SearchReads, SeenRowAt } from '../store/search-store';
import { type Tagged, type TagStore, taggedSince } from '../store/tag-store';

export interface TaggingsDeps {
  readonly tags: Pick<TagStore, 'readTagged'>;
  readonly now: Clock;
}

/** An object that was tagged in an audience, and where that stands in the order of tagging. */
export interface Placed {
  readonly place: string;
  readonly tagged: Tagged;
}

export interface TaggedOpinion {
  readonly projection: Projection;
  readonly place: string;
}

/** A piece of the order of tagging, and the place at or behind which it begins. */
export interface TaggedPiece {
  readonly places: readonly Placed[];
  readonly behind: string;
  readonly text: string;
}

/** Those of the places at which an object stands that was tagged nowhere before, as far as the caller sees. */
export async function firstTaggings(
  piece: TaggedPiece,
  caller: Caller,
  reads: SearchReads,
  deps: TaggingsDeps,
): Promise<TaggedOpinion[]> {
  const taggings = await taggingsIn(piece, caller, deps);
  const found = await reads.readRowsAt(taggings.wanted);
  const standing = found.filter((one) => carries(one, piece.text, caller, deps));
  const times = await timesOf(standing, taggings.times, piece.text, reads);
  const first = new Map<string, { at: number; seen: SeenRowAt }>();
  for (const seen of standing) {
    const at = times.get(nameOf(seen.audience, seen.row.id));
    const known = first.get(seen.row.id);
    if (at !== undefined && (!known || at < known.at)) first.set(seen.row.id, { at, seen });
  }
  return piece.places.flatMap(({ place, tagged }) => {
    const known = first.get(tagged.id);
    if (known?.at !== tagged.at || known.seen.audience !== tagged.audience) return [];
    return [{ place, projection: projectionOf(known.seen) as Projection }];
  });
}

/** In an audience, an object. */
type Name = string;

function nameOf(audience: Audience, id: string): Name {
  return `${audience} ${id}`;
}

interface Taggings {
  /** The rows that tell whether an object stands, wherever it may have been tagged. */
  readonly wanted: readonly RowPlace[];
  /** When an object was tagged in an audience, now and formerly, as far as was read. */
  readonly times: ReadonlyMap<Name, ReadonlySet<number>>;
}

/** So many rows cost as much as the list that may tell that they are not there. */
const fewRows = 32;
const mostEarlier = 1000;

/**
 * What was tagged in one audience alone, as most is, is looked for in no other: their lists tell what was tagged
 * before, and only where those are long does each object have to be asked for.
 */
async function taggingsIn(
  { places, behind, text }: TaggedPiece,
  { audiences }: Caller,
  { tags }: TaggingsDeps,
): Promise<Taggings> {
  const objects = new Map(places.map(({ tagged }) => [tagged.id, tagged]));
  const listed = places.map(({ tagged }) => tagged);
  const isListed = new Set(listed.map(({ audience, id }) => nameOf(audience, id)));
  const wanted: RowPlace[] = [...listed];
  const start = taggedSince(0);
  for (const audience of behind > start ? audiences : []) {
    const others = [...objects.values()].filter(({ id }) => !isListed.has(nameOf(audience, id)));
    const range = { from: start, upTo: behind, limit: mostEarlier };
    const earlier = others.length > fewRows ? await tags.readTagged(audience, text, range) : [];
    listed.push(...earlier);
    const told = new Set(earlier.map(({ id }) => id));
    const isTold = others.length > fewRows && earlier.length < mostEarlier;
    const asked = isTold ? others.filter(({ id }) => told.has(id)) : others;
    wanted.push(...asked.map(({ indicatorId, id }) => ({ audience, indicatorId, id })));
  }
  return { wanted, times: timesIn(listed) };
}

function timesIn(listed: readonly Tagged[]): Taggings['times'] {
  const times = new Map<Name, Set<number>>();
  for (const { audience, id, at } of listed) {
    const name = nameOf(audience, id);
    times.set(name, (times.get(name) ?? new Set()).add(at));
  }
  return times;
}

/** When the objects were tagged: at their last change, or as the pointers of the tag tell. */
async function timesOf(
  standing: readonly SeenRowAt[],
  known: Taggings['times'],
  text: string,
  reads: SearchReads,
): Promise<ReadonlyMap<Name, number>> {
  const token = tokens.tag(text);
  const times = new Map<Name, number>();
  const keys = standing.flatMap(({ audience, row: { firstSeen, indicatorId, id, position } }) => {
    const name = nameOf(audience, id);
    if (!known.get(name)?.has(position)) return [{ audience, token, firstSeen, indicatorId, id }];
    times.set(name, position);
    return [];
  });
  const pointers = await reads.readPointers(keys);
  for (const key of keys) {
    const pointer = pointers.get(pointerKey(key));
    if (!pointer || Math.max(0, ...pointer.gones) >= pointer.at) continue;
    times.set(nameOf(key.audience, key.id), pointer.at);
  }
  return times;
}

function carries(
  seen: SeenRowAt,
  text: string,
  { governance }: Caller,
  { now }: TaggingsDeps,
): boolean {
  const projection = projectionOf(seen);
  if (!projection || isRowHidden(seen.row, governance.hidden)) return false;
  return projection.tags.includes(text) && isLiveOpinion(projection, now());
}

function projectionOf({ row }: SeenRowAt): Projection | undefined {
  return row.projection === undefined ? undefined : (JSON.parse(row.projection) as Projection);
}
