import { graphWords } from '../graph-words';
import { isoTime } from '../time';
import { asciiJson } from '../webhooks/threatexchange-format';
import type { Endpoint } from './endpoint';
import type { Match } from './match';
import { topicOf } from './topic';

/** The body of a delivery; `at` is when it was composed, so that a repeat says the same. */
export function bodyOf(
  { format, payload }: Pick<Endpoint, 'format' | 'payload'>,
  matches: readonly Match[],
  at: number,
  more: { readonly isTest?: true } = {},
): string {
  const isFull = payload === 'full';
  if (format === 'threatexchange') {
    const entry = matches.map((match) => hubEntry(match, isFull));
    return asciiJson({ object: 'threat_exchange', entry });
  }
  const data = { matches: matches.map((match) => told(match, isFull)), ...more };
  return JSON.stringify({ type: 'matches.found', timestamp: isoTime(at), data });
}

/** Ids and what happened; the words of an object only where they are asked for. */
export function told({ view, ...match }: Match, isFull: boolean) {
  const { id, watchId, event, kind, objectId, indicatorId, matchedAt } = match;
  return {
    ...{ id, watchId, event, kind, objectId, indicatorId, matchedAt: isoTime(matchedAt) },
    ...(isFull && view !== undefined ? { object: JSON.parse(view) as unknown } : {}),
  };
}

function hubEntry({ objectId, kind, event, matchedAt, view, indicatorId }: Match, isFull: boolean) {
  const field = topicOf(kind);
  const head = { id: objectId, time: Math.floor(matchedAt / 1_000_000) };
  if (!isFull) return { ...head, changed_fields: [field] };
  const words = view === undefined ? {} : graphWords(JSON.parse(view) as Record<string, unknown>);
  const said = { verb: verbs[event], ...words, id: objectId, indicator_id: indicatorId };
  return { ...head, changes: [{ field, value: said }] };
}

const verbs = { new: 'add', changed: 'update', about_mine: 'update', withdrawn: 'delete' } as const;
