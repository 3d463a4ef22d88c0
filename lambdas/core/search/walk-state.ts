import { z } from 'zod';
import type { Audience } from '../audience';
import type { CursorKeys } from '../keys';
import { DomainError } from '../problem';
import { openCursor, sealCursor } from '../sealed-cursor';
import { microsPerDay } from '../time';
import { digestOf } from './query-digest';
import type { SearchQuery } from './search-query';

/** What a walk remembers from page to page. */
const walkState = z.strictObject({
  /** When it began. */
  began: z.number(),
  query: z.string(),
  audiences: z.string(),
  /** How far each of its audiences was settled then, in their order. */
  upTo: z.array(z.number()),
  /** Which of the query's conditions is walked. */
  driver: z.number(),
  place: z.strictObject({ firstSeen: z.number(), id: z.string() }),
  /** The last that it has dealt with: `packDealt`. */
  dealt: z.string().optional(),
});
export type WalkState = Readonly<z.infer<typeof walkState>>;

/** Whose walk it is, and of what. */
export interface Walker {
  readonly memberId: string;
  readonly audiences: readonly Audience[];
  readonly query: SearchQuery;
}

const lifetimeMicros = microsPerDay;

export function sealWalk(
  keys: CursorKeys,
  { memberId, audiences, query }: Walker,
  state: Omit<WalkState, 'query' | 'audiences'>,
): string {
  const bound = { query: digestOf(query), audiences: digestOf(audiences) };
  return sealCursor(keys, { ...state, ...bound }, memberId);
}

export function openWalk(
  keys: CursorKeys,
  cursor: string,
  { memberId, audiences, query }: Walker,
  nowMicros: number,
): WalkState {
  const read = walkState.safeParse(openCursor(keys, cursor, memberId));
  if (!read.success) throw refused('cursor.invalid', 'It is no cursor that you were given.');
  const state = read.data;
  if (nowMicros - state.began > lifetimeMicros) {
    throw refused('cursor.expired', 'A cursor is good for a day: begin anew, without it.');
  }
  if (state.query !== digestOf(query)) {
    throw refused('cursor.mismatch', 'Send a cursor with the query that it is of.');
  }
  if (state.audiences !== digestOf(audiences) || state.upTo.length !== audiences.length) {
    throw refused('cursor.mismatch', 'Your audiences have changed: begin anew, without a cursor.');
  }
  return state;
}

function refused(code: 'cursor.invalid' | 'cursor.expired' | 'cursor.mismatch', detail: string) {
  return new DomainError(code, detail, { pointer: '/cursor' });
}
