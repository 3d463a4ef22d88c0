import type { Audience } from '../core/audience';
import type { ObjectKind, RowRef } from '../core/exchange-object';
import type { Place } from '../core/pointers';

/** Keys of the AudienceIndex and Feed tables. The audience comes first: what a caller may not see, it can't name. */
export const indexKeys = {
  partition: (audience: Audience, indicatorId: string) => `${audience}/value/${indicatorId}`,
  row: (audience: Audience, indicatorId: string, id: string) => ({
    pk: `${audience}/value/${indicatorId}`,
    sk: `d/${id}`,
  }),
  /** The row of an object of any kind: comments stand in the order of their making. */
  rowOf: (audience: Audience, ref: RowRef) => ({
    pk: `${audience}/value/${ref.indicatorId}`,
    sk: `${rowPrefixes[ref.kind ?? 'descriptor']}${orderOf(ref)}${ref.id}`,
  }),
  /** Which relations lead to an indicator. */
  relatedTo: (audience: Audience, indicatorId: string, id: string) => ({
    pk: `${audience}/related/${indicatorId}`,
    sk: id,
  }),
  summary: (audience: Audience, indicatorId: string) => ({
    pk: `${audience}/value/${indicatorId}`,
    sk: 's',
  }),
  id: (audience: Audience, id: string) => ({ pk: `${audience}/id/${id}`, sk: 'id' }),
  /** A row in one of its audience's lists; in each of them at the same place. */
  pointer: (audience: Audience, token: string, place: Place) => ({
    pk: `${audience}/${token}`,
    sk: placeKey(place),
  }),
  /** A tag that was put in an audience, in the order of its text without regard to case. */
  tag: (audience: Audience, text: string) => ({
    pk: `${audience}/tags`,
    sk: `${text.toLowerCase()}\u0001${text}`,
  }),
  /** From a tag's id to its text. */
  tagId: (audience: Audience, id: string) => ({ pk: `${audience}/tag-id/${id}`, sk: 'id' }),
  /** An object that carries a tag, by when it was tagged there. */
  tagged: (
    audience: Audience,
    text: string,
    at: number,
    place: Pick<Place, 'indicatorId' | 'id'>,
  ) => ({
    pk: `${audience}/tagged/${text}`,
    sk: `${timeKey(at)}/${place.indicatorId}/${place.id}`,
  }),
  /** Expiry is of no audience: only the indexer and the expirer form these. */
  due: (minute: number, id: string) => ({ pk: `due/${minute}`, sk: id }),
  dueCursor: { pk: 'due/cursor', sk: 'minute' },
  /** What a walk has flagged, for its owner and the operator alone. */
  flag: (owner: string, id: string) => ({ pk: `screening/${owner}`, sk: id }),
  job: (name: string) => ({ pk: `job/${name}`, sk: 'state' }),
};

export const feedKeys = {
  feed: (audience: Audience) => `${audience}/feed`,
  entry: (audience: Audience, position: number) => ({ pk: `${audience}/feed`, sk: position }),
  head: (audience: Audience) => ({ pk: `${audience}/head`, sk: 0 }),
};

/** Where the rows of a kind begin in the partition of an indicator. */
export const rowPrefixes: Readonly<Record<ObjectKind, string>> = {
  comment: 'c/',
  descriptor: 'd/',
  relation: 'l/',
  reaction: 'r/',
};

/** What a row's sort key tells of its object. */
export function refIn(sk: string): Pick<RowRef, 'kind' | 'createdAt'> {
  if (sk.startsWith(rowPrefixes.relation)) return { kind: 'relation' };
  if (sk.startsWith(rowPrefixes.reaction)) return { kind: 'reaction' };
  if (!sk.startsWith(rowPrefixes.comment)) return {};
  return { kind: 'comment', createdAt: Number(sk.split('/')[1]) * 1000 };
}

function orderOf({ kind, createdAt = 0 }: RowRef): string {
  return kind === 'comment' ? `${madeAt(createdAt)}/` : '';
}

/** Milliseconds, as text that sorts. */
export function madeAt(micros: number): string {
  return String(Math.floor(micros / 1000)).padStart(13, '0');
}

/** Places sort as text: all of a time are between it and the next. */
export function placeKey({ firstSeen, indicatorId, id }: Place): string {
  return `${timeKey(firstSeen)}/${indicatorId}/${id}`;
}

/** Where the places of a time begin. */
export function timeKey(micros: number): string {
  return String(micros).padStart(16, '0');
}
