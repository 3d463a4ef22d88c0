import type { Projection } from '../projection';
import { microsOf } from '../time';
import type { SearchQuery, Span } from './search-query';

/** An opinion as a caller sees it: of its rows that of the audience that answers prefer. */
export interface SeenOpinion {
  readonly projection: Projection;
  readonly firstSeen: number;
  readonly position: number;
}

/** What is asked of each opinion by itself, beside what lists of pointers can answer. */
export function opinionMatches(query: SearchQuery, opinion: SeenOpinion): boolean {
  const { projection, firstSeen, position } = opinion;
  return (
    isAmong(query.statuses, projection.status) &&
    isAmong(query.tlps, projection.tlp) &&
    isAmong(query.severities, projection['severity']) &&
    isAmong(query.reviews, projection['reviewStatus']) &&
    isConfident(query, projection['confidence']) &&
    isIn(query.published, firstSeen) &&
    isIn(query.changed, position) &&
    isActive(query.active, projection)
  );
}

function isAmong<T>(asked: readonly T[] | undefined, is: unknown): boolean {
  return asked === undefined || asked.some((one) => one === is);
}

function isConfident({ confidence }: SearchQuery, is: unknown): boolean {
  if (!confidence) return true;
  return typeof is === 'number' && is >= confidence.least && is <= confidence.most;
}

export function isIn({ since, until }: Span, micros: number): boolean {
  return micros >= since && micros < until;
}

/** Active at some time of the span; who says nothing of it is in none. */
function isActive(span: Span | undefined, projection: Projection): boolean {
  if (!span) return true;
  const [first, last] = [timeOf(projection['firstActiveAt']), timeOf(projection['lastActiveAt'])];
  const [from, to] = [first ?? last, last ?? first];
  return from !== undefined && to !== undefined && from < span.until && to >= span.since;
}

function timeOf(written: unknown): number | undefined {
  return typeof written === 'string' ? microsOf(written) : undefined;
}
