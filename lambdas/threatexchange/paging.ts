import type { GraphContext } from './graph-context';
import { linkTo } from './graph-request';
import type { Params } from './read-params';
import { type GraphNode, renderAll } from './render';
import { readSelection } from './selection';

/** One page of a list, and where those beside it begin and end, if there are any. */
export interface NodePage {
  readonly nodes: readonly GraphNode[];
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Of a list that has an end. */
  readonly limit?: number;
}

/** A list as it is answered; without items, and without any beside it, it has no paging. */
export async function answerPage(page: NodePage, { request }: GraphContext) {
  const data = await renderAll(page.nodes, readSelection(request.params['fields']));
  return { data, ...(data.length > 0 ? pagingOf(page, request) : {}) };
}

/** The links lead to `at`. */
export function pagingOf(
  { after, before, limit }: NodePage,
  at: Parameters<typeof linkTo>[0],
): object {
  if (after === undefined && before === undefined) return {};
  const size = limit === undefined ? {} : { limit: String(limit) };
  return {
    paging: {
      cursors: { ...(before === undefined ? {} : { before }), ...(after ? { after } : {}) },
      ...(before === undefined ? {} : { previous: linkTo(at, { ...size, before }) }),
      ...(after === undefined ? {} : { next: linkTo(at, { ...size, after }) }),
    },
  };
}

/** Where a page of a list that is walked is to be read from, and to which side of it. */
export interface Turn {
  /** Absent at the beginning, or backwards at the end. */
  readonly cursor: string | undefined;
  readonly isBackwards: boolean;
}

export function readTurn({ after, before }: Params): Turn {
  return { cursor: before || after || undefined, isBackwards: Boolean(before) };
}

/** The cursors of a walked page: of its first object in the way of the walk, and where that goes on, if it does. */
export function besides(
  { cursor, isBackwards }: Turn,
  start: string | undefined,
  end: string | undefined,
): Pick<NodePage, 'after' | 'before'> {
  if (isBackwards) return { after: start, before: end };
  return { after: end, before: cursor === undefined ? undefined : start };
}

/**
 * A piece of a list that is at hand as a whole. Where it takes several, they go by id, so that one that has gone
 * meanwhile leads nobody back to the start.
 */
export function pageOf(
  all: readonly GraphNode[],
  limit: number,
  { after, before }: { readonly after?: string | undefined; readonly before?: string | undefined },
): NodePage {
  if (!after && !before && all.length <= limit) return { nodes: all };
  const sorted = all.toSorted((a, b) => compareIds(a.id, b.id));
  const from = after ? sorted.findIndex(({ id }) => compareIds(id, after) > 0) : 0;
  const upTo = before ? sorted.findIndex(({ id }) => compareIds(id, before) >= 0) : -1;
  const end = upTo < 0 ? sorted.length : upTo;
  const start = before ? Math.max(0, end - limit) : from < 0 ? end : from;
  const nodes = sorted.slice(start, Math.min(end, start + limit));
  return {
    ...{ nodes, limit },
    after: start + nodes.length < sorted.length ? nodes.at(-1)?.id : undefined,
    before: start > 0 ? nodes[0]?.id : undefined,
  };
}

/** Decimal numbers without leading zeros. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
