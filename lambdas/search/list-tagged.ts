import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import type { AudienceRow } from '../core/commit-plan';
import { isRowHidden } from '../core/governance';
import { tokens } from '../core/pointers';
import { isLiveOpinion, type Projection } from '../core/projection';
import type { Clock } from '../core/time';
import { pointerKey } from '../store/pointer-lists';
import type { OpenSearch } from '../store/search-store';
import { placeOf, type Tagged, type TagStore, taggedSince } from '../store/tag-store';

export interface ListTaggedDeps {
  readonly open: OpenSearch;
  readonly tags: Pick<TagStore, 'readTagged'>;
  readonly now: Clock;
}

export interface TaggedQuery {
  readonly text: string;
  /** From this time on, or behind a place; before a time. */
  readonly since: number;
  readonly after: string | undefined;
  readonly until: number;
  readonly limit: number;
}

export interface TaggedOpinion {
  readonly projection: Projection;
  readonly place: string;
}

type Reads = ReturnType<OpenSearch>;

/**
 * What carries a tag, in the order in which it was tagged, each once: where the caller sees it tagged first. What has
 * not settled yet comes with a later page.
 */
export async function listTagged(
  query: TaggedQuery,
  caller: Caller,
  deps: ListTaggedDeps,
): Promise<TaggedOpinion[]> {
  const reads = deps.open();
  const heads = await reads.readHeads(caller.audiences);
  const found: TaggedOpinion[] = [];
  let after = query.after ?? taggedSince(query.since);
  for (let isEnd = false; !isEnd && found.length < query.limit; ) {
    const limit = query.limit - found.length;
    const lists = await Promise.all(
      caller.audiences.map((audience) => {
        const settled = (heads.get(audience)?.settled ?? 0) + 1;
        const until = Math.min(query.until, settled);
        return deps.tags.readTagged(audience, query.text, { after, until, limit: limit + 1 });
      }),
    );
    const next = merged(lists, limit + 1);
    isEnd = next.length === 0;
    after = next.at(-1)?.place ?? after;
    found.push(...(await standing(next, query.text, caller, reads, deps)));
  }
  return found.slice(0, query.limit);
}

interface Placed {
  readonly place: string;
  readonly tagged: Tagged;
}

/** The first of all lists, in one order, as far as every list was read. */
function merged(lists: readonly (readonly Tagged[])[], asked: number): Placed[] {
  const cut = lists.filter((list) => list.length >= asked - 1);
  const ends = cut.flatMap((list) => placed(list.at(-1)).map(({ place }) => place));
  const upTo = ends.sort()[0];
  return lists
    .flatMap((list) => list.flatMap(placed))
    .filter(({ place }) => upTo === undefined || place <= upTo)
    .sort((a, b) => (a.place < b.place ? -1 : 1));
}

function placed(tagged: Tagged | undefined): Placed[] {
  return tagged ? [{ place: placeOf(tagged), tagged }] : [];
}

/** Those of the places that still stand and are the first of their object. */
async function standing(
  places: readonly Placed[],
  text: string,
  caller: Caller,
  reads: Reads,
  deps: ListTaggedDeps,
): Promise<TaggedOpinion[]> {
  const objects = new Map(places.map(({ tagged }) => [tagged.id, tagged]));
  const wanted = [...objects.values()].flatMap(({ indicatorId, id }) =>
    caller.audiences.map((audience) => ({ audience, indicatorId, id })),
  );
  const rows = (await reads.readRowsAt(wanted)).filter(({ row }) => isShown(row, caller, deps));
  const token = tokens.tag(text);
  const keys = rows.map(({ audience, row }) => ({ ...placeOfRow(row), audience, token }));
  const pointers = await reads.readPointers(keys);
  const first = new Map<string, { at: number; audience: Audience; row: AudienceRow }>();
  for (const [nth, key] of keys.entries()) {
    const pointer = pointers.get(pointerKey(key));
    const row = rows[nth]?.row;
    if (!pointer || !row || Math.max(0, ...pointer.gones) >= pointer.at) continue;
    const known = first.get(row.id);
    if (!known || pointer.at < known.at) {
      first.set(row.id, { at: pointer.at, audience: key.audience, row });
    }
  }
  return places.flatMap(({ place, tagged }) => {
    const known = first.get(tagged.id);
    if (known?.at !== tagged.at || known.audience !== tagged.audience) return [];
    return [{ place, projection: JSON.parse(known.row.projection ?? '') as Projection }];
  });
}

function placeOfRow({ firstSeen, indicatorId, id }: AudienceRow) {
  return { firstSeen, indicatorId, id };
}

function isShown(row: AudienceRow, { governance }: Caller, { now }: ListTaggedDeps): boolean {
  if (row.projection === undefined || isRowHidden(row, governance.hidden)) return false;
  return isLiveOpinion(JSON.parse(row.projection) as Projection, now());
}
