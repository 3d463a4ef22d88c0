import type { GraphContext } from './graph-context';
import { linkTo } from './graph-request';
import { type GraphNode, renderAll } from './render';
import { readSelection } from './selection';

/** One page of a list, and where the next begins if there is one. */
export interface NodePage {
  readonly nodes: readonly GraphNode[];
  readonly after?: string | undefined;
  /** Of a list that has an end. */
  readonly limit?: number;
}

/** A list as it is answered; without items it has no paging. */
export async function answerPage({ nodes, after, limit }: NodePage, { request }: GraphContext) {
  const data = await renderAll(nodes, readSelection(request.params['fields']));
  if (data.length === 0 || after === undefined) return { data };
  const more = { after, ...(limit === undefined ? {} : { limit: String(limit) }) };
  return { data, paging: { cursors: { after }, next: linkTo(request, more) } };
}

/**
 * A piece of a list that is at hand as a whole. Where it takes several, they go by id, so that one that has gone
 * meanwhile leads nobody back to the start.
 */
export function pageOf(
  all: readonly GraphNode[],
  limit: number,
  after: string | undefined,
): NodePage {
  if (!after && all.length <= limit) return { nodes: all };
  const sorted = all.toSorted((a, b) => compareIds(a.id, b.id));
  const rest = after ? sorted.filter(({ id }) => compareIds(id, after) > 0) : sorted;
  const nodes = rest.slice(0, limit);
  return { nodes, after: rest.length > limit ? nodes.at(-1)?.id : undefined, limit };
}

/** Decimal numbers without leading zeros. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
