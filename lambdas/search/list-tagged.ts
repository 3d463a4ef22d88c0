import type { Caller } from '../core/caller';
import type { OpenSearch } from '../store/search-store';
import { placeOf, type Tagged, taggedSince } from '../store/tag-store';
import {
  firstTaggings,
  type Placed,
  type TaggedOpinion,
  type TaggingsDeps,
} from './first-taggings';

export interface ListTaggedDeps extends TaggingsDeps {
  readonly open: OpenSearch;
}

export interface TaggedQuery {
  readonly text: string;
  /** From this time on, or behind a place; before a time. */
  readonly since: number;
  readonly after: string | undefined;
  readonly until: number;
  readonly limit: number;
}

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
        const upTo = taggedSince(Math.min(query.until, settled));
        return deps.tags.readTagged(audience, query.text, { after, upTo, limit: limit + 1 });
      }),
    );
    const places = merged(lists, limit + 1);
    const page = { places, behind: after, text: query.text };
    found.push(...(await firstTaggings(page, caller, reads, deps)));
    isEnd = places.length === 0;
    after = places.at(-1)?.place ?? after;
  }
  return found.slice(0, query.limit);
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
