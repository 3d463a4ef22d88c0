import type { z } from 'zod';
import type { listMatchesRoute } from '../contracts/matches.contract';
import { matchesPageSize, mostAcknowledged } from '../contracts/matches.contract';
import type { Caller } from '../core/caller';
import { isSeen, type Match } from '../core/notify/match';
import { notFound } from '../core/problem';
import { microsOf } from '../core/time';
import { placeOf } from '../store/match-keys';
import type { MatchStore } from '../store/match-store';

type MatchQuery = z.output<(typeof listMatchesRoute)['query']>;

/** A page of both lists together, or of the unread alone. What may not be seen any more is left out. */
export async function listMatches(query: MatchQuery, caller: Caller, matches: MatchStore) {
  const { unread, cursor, limit = matchesPageSize, since, watch, event } = query;
  const member = caller.member.id;
  const lists =
    unread === undefined
      ? (['unread', 'read'] as const)
      : unread
        ? (['unread'] as const)
        : (['read'] as const);
  // The cursor is the last of the page before: one more is asked for.
  const page = { after: cursor, limit: limit + 1, isNewestFirst: true };
  const found = await Promise.all(lists.map((list) => matches.list(member, list, page)));
  const least = since === undefined ? 0 : microsOf(since);
  const all = found
    .flat()
    .map((match) => ({ match, place: placeOf(match.matchedAt, match.id) }))
    .filter(({ place }) => place !== cursor)
    .toSorted((a, b) => (a.place < b.place ? 1 : -1))
    .slice(0, limit);
  const wanted = all
    .map(({ match }) => match)
    .filter((match) => match.matchedAt >= least)
    .filter((match) => watch === undefined || match.watchId === watch)
    .filter((match) => event === undefined || match.event === event)
    .filter((match) => isSeen(match, sightOf(caller)));
  const last = all.at(-1);
  const isEnd = all.length < limit || (last?.match.matchedAt ?? 0) < least;
  return {
    matches: wanted.map((match) => shownMatch(match, caller)),
    cursor: isEnd || !last ? null : last.place,
  };
}

export async function readMatch(id: string, caller: Caller, matches: MatchStore) {
  const [match] = await matches.readMany(caller.member.id, [id]);
  if (!match || !isSeen(match, sightOf(caller))) throw notFound();
  return shownMatch(match, caller);
}

export type Acknowledging = { readonly ids: readonly string[] } | { readonly until: string };

/** Those that are there; which of the ids were not is not told. */
export async function acknowledge(asked: Acknowledging, caller: Caller, matches: MatchStore) {
  const member = caller.member.id;
  const ids =
    'ids' in asked ? [...new Set(asked.ids)] : await unreadUntil(asked.until, member, matches);
  const done = [];
  for (let at = 0; at < ids.length; at += 10) {
    const some = ids.slice(at, at + 10);
    done.push(...(await Promise.all(some.map((id) => matches.acknowledge(member, id)))));
  }
  const complete = 'ids' in asked || ids.length < mostAcknowledged;
  return { acknowledged: done.filter(Boolean).length, complete };
}

async function unreadUntil(until: string, member: string, matches: MatchStore): Promise<string[]> {
  const page = { until: placeOf(microsOf(until) + 1000, ''), limit: mostAcknowledged };
  const found = await matches.list(member, 'unread', { ...page, isNewestFirst: false });
  return found.map(({ id }) => id);
}

function sightOf({ member, audiences, governance }: Caller) {
  return { member: member.id, audiences, hidden: governance.hidden };
}

function shownMatch({ via, view, isRead, member: _, ...match }: Match, { audiences }: Caller) {
  return {
    ...match,
    read: isRead,
    audiences: audiences.filter((audience) => audience in via),
    ...(view === undefined ? {} : { object: JSON.parse(view) as Record<string, unknown> }),
  };
}
