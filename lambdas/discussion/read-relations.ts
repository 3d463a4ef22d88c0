import type { Caller } from '../core/caller';
import type { RelationProjection } from '../core/remark-projection';
import { hasOpinions } from '../core/summary';
import { summaryKey } from '../store/audience-index-store';
import { findSubject, seeSubject } from './see-subject';
import { isReadable, type ReadRemarksDeps, remarkPlaces, seenRemarks } from './seen-remarks';

/** Of so many related indicators one answer tells. */
const mostRelated = 100;

/** The relations of an indicator in both directions, if the caller sees both of their ends. */
export async function listRelations(id: string, caller: Caller, deps: ReadRemarksDeps) {
  const { relations, complete } = await relationsOf(id, caller, deps);
  return {
    relations: relations.map(({ type: _, value: __, relation: kind, ...shown }) => ({
      ...shown,
      kind,
    })),
    complete,
  };
}

/** The indicators at the other ends. */
export async function listRelated(id: string, caller: Caller, deps: ReadRemarksDeps) {
  const { relations, others, complete } = await relationsOf(id, caller, deps);
  const related = [...others].map(([otherId, { type, value }]) => ({
    ...{ id: otherId, type, value },
    relations: relations
      .filter((one) => otherEnd(one, id) === otherId)
      .map((one) => ({
        ...{ id: one.id, kind: one.relation, owner: one.owner },
        direction: one.indicatorId === id ? ('to' as const) : ('from' as const),
      })),
  }));
  return { related, complete };
}

async function relationsOf(id: string, caller: Caller, deps: ReadRemarksDeps) {
  const subject = await seeSubject(id, caller, deps);
  const found = await Promise.all(
    remarkPlaces(subject, caller).flatMap((audience) => [
      deps.remarks.readKind('relation', { audience, indicatorId: id }),
      deps.remarks.readLeadingTo({ audience, indicatorId: id }),
    ]),
  );
  const readable = found
    .flatMap(({ rows }) => rows)
    .filter((one) => isReadable(one, subject, caller));
  const seen = seenRemarks<RelationProjection>(readable);
  const ends = [...new Set(seen.map((one) => otherEnd(one, id)))].sort();
  const others = await seenOf(ends.slice(0, mostRelated), caller, deps);
  const isWhole = ends.length <= mostRelated && found.every(({ isComplete }) => isComplete);
  const relations = seen.filter((one) => others.has(otherEnd(one, id)));
  return { relations, others, complete: isWhole };
}

function otherEnd({ indicatorId, toId }: RelationProjection | SeenEnds, id: string): string {
  return indicatorId === id ? toId : indicatorId;
}

type SeenEnds = Pick<RelationProjection, 'indicatorId' | 'toId'>;

/** Those of the indicators that the caller sees: of most of them no audience of its has a summary. */
async function seenOf(ids: readonly string[], caller: Caller, deps: ReadRemarksDeps) {
  const places = ids.flatMap((indicatorId) =>
    caller.audiences.map((audience) => ({ audience, indicatorId })),
  );
  const cards = await deps.index.readSummaries(places);
  const known = new Set(
    places.flatMap((place) => {
      const card = cards.get(summaryKey(place));
      return card && hasOpinions(card) ? [place.indicatorId] : [];
    }),
  );
  const found = await Promise.all([...known].map((one) => findSubject(one, caller, deps)));
  return new Map(found.flatMap((one) => (one ? [[one.indicatorId, one] as const] : [])));
}
