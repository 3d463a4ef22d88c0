import type { Caller } from '../core/caller';
import type { OpenSearch } from '../store/search-store';
import { placeOf, type Tagged, taggedSince } from '../store/tag-store';
import {
  firstTaggings,
  type Placed,
  type TaggedOpinion,
  type TaggingsDeps,
} from './first-taggings';
import { mergedPlaces } from './merged-places';

export interface ListTaggedDeps extends TaggingsDeps {
  readonly open: OpenSearch;
}

export interface TaggedQuery {
  readonly text: string;
  /** From this time on, and before that one. */
  readonly since: number;
  readonly until: number;
  /** A place that a page before has reached. */
  readonly behind: string | undefined;
  /** From the last to the first. */
  readonly isBackwards: boolean;
  readonly limit: number;
}

/**
 * What carries a tag, in the order in which it was tagged or in the opposite one, each once: where the caller sees it
 * tagged first. What has not settled yet comes with a later page.
 */
export async function listTagged(
  query: TaggedQuery,
  caller: Caller,
  deps: ListTaggedDeps,
): Promise<TaggedOpinion[]> {
  const reads = deps.open();
  const heads = await reads.readHeads(caller.audiences);
  const { text, isBackwards } = query;
  const found: TaggedOpinion[] = [];
  let reached = query.behind;
  for (let isEnd = false; !isEnd && found.length < query.limit; ) {
    const limit = query.limit - found.length;
    const lists = await Promise.all(
      caller.audiences.map(async (audience) => {
        const settled = (heads.get(audience)?.settled ?? 0) + 1;
        const span = [query.since, Math.min(query.until, settled)].map(taggedSince);
        const [from = '', upTo = ''] = isBackwards
          ? [span[0], reached ?? span[1]]
          : [reached ?? span[0], span[1]];
        const range = { from, upTo, isBackwards, limit: limit + 1 };
        const all = (await deps.tags.readTagged(audience, text, range)).map(placed);
        return all.filter(({ place }) => place !== reached);
      }),
    );
    const places = mergedPlaces(lists, (list) => list.length >= limit, isBackwards);
    const behind = (isBackwards ? places.at(-1)?.place : reached) ?? taggedSince(query.since);
    found.push(...(await firstTaggings({ places, behind, text }, caller, reads, deps)));
    isEnd = places.length === 0;
    reached = places.at(-1)?.place ?? reached;
  }
  return found.slice(0, query.limit);
}

function placed(tagged: Tagged): Placed {
  return { place: placeOf(tagged), tagged };
}
