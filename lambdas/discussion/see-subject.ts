import { type Audience, memberAudience } from '../core/audience';
import type { Caller } from '../core/caller';
import { withoutHidden } from '../core/governance';
import type { IndicatorType } from '../core/indicator/indicator-type';
import { notFound } from '../core/problem';
import { isLiveOpinion, type Projection } from '../core/projection';
import { hasOpinions } from '../core/summary';
import type { Clock } from '../core/time';
import { type AudienceIndexStore, summaryKey } from '../store/audience-index-store';

export interface SeeDeps {
  readonly index: Pick<AudienceIndexStore, 'readRows' | 'readSummaries' | 'findId'>;
  readonly now: Clock;
}

/** An opinion that a caller sees just now, in one of its audiences. */
interface SeenOpinion {
  readonly audience: Audience;
  readonly projection: Projection;
}

/** An indicator as a caller sees it, which is what may be talked about. */
export interface Subject {
  readonly indicatorId: string;
  readonly type: IndicatorType;
  readonly value: string;
  readonly raw: string;
  readonly opinions: readonly SeenOpinion[];
}

/** Nothing that the caller sees: not there. */
export async function seeSubject(
  indicatorId: string,
  caller: Caller,
  deps: Pick<SeeDeps, 'index' | 'now'>,
): Promise<Subject> {
  const subject = await findSubject(indicatorId, caller, deps);
  if (!subject) throw notFound();
  return subject;
}

export async function findSubject(
  indicatorId: string,
  { audiences, governance }: Caller,
  { index, now }: Pick<SeeDeps, 'index' | 'now'>,
): Promise<Subject | undefined> {
  const places = audiences.map((audience) => ({ audience, indicatorId }));
  const cards = await index.readSummaries(places);
  const known = places.filter((place) => {
    const card = cards.get(summaryKey(place));
    return card !== undefined && hasOpinions(card);
  });
  const found = await Promise.all(known.map(index.readRows));
  const opinions = found.flatMap(({ audience, rows }) =>
    withoutHidden(rows, governance.hidden).flatMap((row) => {
      const projection = JSON.parse(row.projection ?? 'null') as Projection | null;
      return projection && isLiveOpinion(projection, now()) ? [{ audience, projection }] : [];
    }),
  );
  const [first] = opinions;
  if (!first) return undefined;
  const { type, value, raw } = first.projection;
  return { indicatorId, type, value, raw, opinions };
}

/** The caller's audiences in which the subject is live: what is said there may be shown. */
export function placesOf({ opinions }: Pick<Subject, 'opinions'>): Audience[] {
  return [...new Set(opinions.map(({ audience }) => audience))];
}

/** To whom one may speak of it: where one sees it, and to the owners of opinions that one sees. */
export function audienceAround({ opinions }: Pick<Subject, 'opinions'>): Set<Audience> {
  const owners = opinions.map(({ projection }) => memberAudience(projection.owner));
  return new Set([...placesOf({ opinions }), ...owners]);
}

/** The opinion of an id as the caller sees it, with all that it sees of the indicator. */
export async function seeOpinion(id: string, caller: Caller, deps: SeeDeps) {
  const [place] = await deps.index.findId(caller.audiences, id);
  if (!place) throw notFound();
  const subject = await seeSubject(place.indicatorId, caller, deps);
  const opinions = subject.opinions.filter(({ projection }) => projection.id === id);
  const [first] = opinions;
  if (!first) throw notFound();
  return { subject, opinions, opinion: first.projection };
}
