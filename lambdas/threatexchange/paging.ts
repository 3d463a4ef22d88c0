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

/** A piece of a list that is at hand as a whole; its cursor is the id that the last page ended at. */
export function pageOf(
  all: readonly GraphNode[],
  limit: number,
  after: string | undefined,
): NodePage {
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const nodes = all.slice(start, start + limit);
  const isLast = start + limit >= all.length;
  return { nodes, after: isLast ? undefined : nodes.at(-1)?.id, limit };
}
