import type { z } from 'zod';
import type { commentView } from '../contracts/comments.contract';
import type { Caller } from '../core/caller';
import { notFound } from '../core/problem';
import type { CommentProjection } from '../core/remark-projection';
import { findSubject, seeSubject } from './see-subject';
import { isReadable, type ReadRemarksDeps, remarkPlaces, seenRemarks } from './seen-remarks';

export type CommentView = z.input<typeof commentView>;

export async function readComment(
  id: string,
  caller: Caller,
  deps: ReadRemarksDeps,
): Promise<CommentView> {
  const found = await findComment(id, caller, deps);
  if (!found) throw notFound();
  return found;
}

/** A comment as the caller sees it just now, by its id; its own whatever became of the subject. */
export async function findComment(
  id: string,
  caller: Caller,
  deps: ReadRemarksDeps,
): Promise<CommentView | undefined> {
  const places = await deps.remarks.findIds(caller.audiences, id, 'comment');
  const [first] = places;
  if (!first) return undefined;
  const [rows, subject] = await Promise.all([
    deps.remarks.readRows(places),
    findSubject(first.ref.indicatorId, caller, deps),
  ]);
  const readable = rows.filter((one) => isReadable(one, subject, caller));
  const [seen] = seenRemarks<CommentProjection>(readable);
  return seen && viewOf(seen);
}

export interface CommentPage {
  readonly comments: readonly CommentView[];
  readonly next: string | null;
}

const defaultLimit = 50;

/** What was said about an indicator, oldest first: the lists of the caller's audiences as one. */
export async function listComments(
  indicatorId: string,
  { after, limit = defaultLimit }: { after?: string | undefined; limit?: number | undefined },
  caller: Caller,
  deps: ReadRemarksDeps,
): Promise<CommentPage> {
  const subject = await seeSubject(indicatorId, caller, deps);
  const lists = await Promise.all(
    remarkPlaces(subject, caller).map((audience) =>
      deps.remarks.readComments({ audience, indicatorId }, { after, limit: limit + 1 }),
    ),
  );
  // Where a list goes on, nothing behind its end may come before what it holds yet.
  const ends = lists.flatMap(({ end }) => end ?? []).sort();
  const [reach] = ends;
  const within = lists
    .flatMap(({ rows }) => rows)
    .filter((one) => reach === undefined || one.place <= reach)
    .filter((one) => isReadable(one, subject, caller));
  const places = [...new Set(within.map(({ place }) => place))].sort();
  const page = new Set(places.slice(0, limit));
  const seen = seenRemarks<CommentProjection>(within.filter(({ place }) => page.has(place)));
  const last = places.length > limit ? (places[limit - 1] ?? null) : (reach ?? null);
  const inOrder = new Map(within.map(({ row, place }) => [row.id, place]));
  const placeOf = ({ id }: { readonly id: string }) => inOrder.get(id) ?? '';
  return {
    comments: seen.map(viewOf).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)),
    next: last,
  };
}

function viewOf({
  type: _,
  value: __,
  ...shown
}: ReturnType<typeof seenRemarks<CommentProjection>>[number]): CommentView {
  return { ...shown, seenIn: [...shown.seenIn], earlier: [...shown.earlier] } as CommentView;
}
