import type { GraphContext } from './graph-context';
import { type NodePage, pageOf, pagingOf } from './paging';
import { type GraphNode, renderAll } from './render';
import { type Selected, writeSelection } from './selection';

/** What of a node an edge is of. */
export interface EdgeOf {
  readonly id: string;
  readonly edge: string;
}

/** A list within a node: an empty one is left out, and one that is cut tells where it goes on. */
export async function renderEdge(
  { id, edge }: EdgeOf,
  all: readonly GraphNode[],
  asked: Selected,
  { request }: GraphContext,
) {
  const { page, list } = await cut(all, asked);
  const { access_token: token, privacy_group: group } = request.params;
  // What a group alone tells is no list of its own.
  if (!list || group) return list;
  const params = {
    ...(token === undefined ? {} : { access_token: token }),
    ...(asked.inner ? { fields: writeSelection(asked.inner) } : {}),
  };
  return { ...list, ...pagingOf(page, { base: request.base, path: [id, edge], params }) };
}

/** The same where no call leads to the rest of it. */
export async function renderCut(all: readonly GraphNode[], asked: Selected) {
  return (await cut(all, asked)).list;
}

async function cut(all: readonly GraphNode[], { inner, modifiers }: Selected) {
  const { limit = '' } = modifiers;
  const isCut = /^[1-9]\d{0,8}$/.test(limit);
  const page: NodePage = isCut ? pageOf(all, Number(limit), {}) : { nodes: all };
  const data = await renderAll(page.nodes, inner);
  return { page, list: data.length > 0 ? { data } : undefined };
}
