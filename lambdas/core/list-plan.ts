import type { ObjectKind } from './exchange-object';
import { commentPointers, type ListedToken, pointersOf } from './pointers';
import type { Projection } from './projection';
import type { CommentProjection } from './remark-projection';

/** A row as far as the lists depend on it. */
interface ListedRow {
  readonly kind?: ObjectKind | undefined;
  readonly firstSeen: number;
  readonly projection?: string;
  readonly leaves?: readonly string[];
}

interface ListedChange {
  readonly before: ListedRow | undefined;
  readonly after: ListedRow;
  readonly isAnew: boolean;
}

/** The lists that a row is in; reactions, relations, and what is gone or waits are in none. */
export function listsOf(row: ListedRow | undefined): ListedToken[] {
  if (row?.projection === undefined) return [];
  const { kind = 'descriptor', projection } = row;
  if (kind === 'descriptor') return pointersOf(JSON.parse(projection) as Projection);
  return kind === 'comment' ? commentPointers(JSON.parse(projection) as CommentProjection) : [];
}

/** What a change adds to the lists. Where nothing of the row before can be relied upon, all that it is in. */
export function arrivals({ before, after, isAnew }: ListedChange): ListedToken[] {
  const lists = listsOf(after);
  if (isAnew || before?.firstSeen !== after.firstSeen) return lists;
  const there = new Set(listsOf(before).map(({ token }) => token));
  return lists.filter(({ token }) => !there.has(token));
}

/**
 * The lists that a row leaves by its change. What it left shortly before is among them: whoever was to take it
 * away may have died, and the item has moved on since.
 */
export function departures(
  before: ListedRow | undefined,
  after: ListedRow,
  carriesOn: boolean,
): string[] {
  if (before?.firstSeen !== after.firstSeen) return [];
  const stays = new Set(listsOf(after).map(({ token }) => token));
  const left = carriesOn ? (before.leaves ?? []) : [];
  const all = new Set([...listsOf(before).map(({ token }) => token), ...left]);
  return [...all].filter((token) => !stays.has(token));
}
