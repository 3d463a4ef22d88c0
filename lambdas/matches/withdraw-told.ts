import type { Match } from '../core/notify/match';
import { hearing, matchOf, type NotifyDeps, type Telling } from './telling';

const rounds = 5;

/**
 * What a watch told of an object is not seen through that audience any more. Where it is seen through none, its words go
 * from the match, and the member is told that it is gone: once, with the newest of what it was told.
 */
export async function withdrawTold(telling: Telling, deps: NotifyDeps): Promise<boolean> {
  const { message, listener, watchId } = telling;
  for (let round = 0; round < rounds; round++) {
    const told = await deps.matches.readTold(message.change.id, listener.member, watchId);
    const seen = told.filter((match) => isThrough(match, telling)).toSorted(byAge);
    const outcomes = [];
    for (const match of seen) {
      outcomes.push(await withdrawOne(match, match === seen.at(-1), telling, deps));
    }
    // A repeat finds nothing left to withdraw, and rings once more for what was told of it.
    if (!outcomes.includes(false)) {
      return outcomes.length > 0 || told.some(({ event }) => event === 'withdrawn');
    }
  }
  throw new Error('a match is being changed all the time');
}

function isThrough({ via }: Match, { seen }: Telling): boolean {
  const position = via[seen.audience];
  return position !== undefined && position <= seen.position;
}

function byAge(one: Match, other: Match): number {
  return one.matchedAt - other.matchedAt;
}

async function withdrawOne(
  match: Match,
  isNewest: boolean,
  telling: Telling,
  deps: NotifyDeps,
): Promise<boolean> {
  const { audience } = telling.seen;
  const isLast = Object.keys(match.via).length === 1;
  if (!isNewest || !isLast || !telling.isLive) return deps.matches.withdraw(match, audience);
  const { view: _, ...gone } = matchOf(telling, deps);
  const id = deps.makeId('match', match.id, 'withdrawn').id;
  const endpoints = hearing(telling).map((endpoint) => endpoint.id);
  const withdrawn: Match = { ...gone, id, owner: match.owner, via: {} };
  return deps.matches.withdraw(match, audience, { match: withdrawn, endpoints });
}
