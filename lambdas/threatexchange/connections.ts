import { type Found, findObject } from './find-node';
import type { GraphContext } from './graph-context';
import { missing, unknownPath } from './graph-error';
import { listGroupMembers, listGroupsOf } from './groups';
import { descriptorNode, relatedNodes, tagNode } from './nodes';
import { answerPage, type NodePage, pageOf } from './paging';
import { readLimit } from './read-params';
import { relate, unrelate } from './relate';
import type { GraphNode } from './render';
import { subscriptions } from './subscriptions';
import { listTaggedNodes } from './tags';
import { listUpdates } from './update-nodes';

const ofApps = ['threat_privacy_groups_owner', 'threat_privacy_groups_member'];
const ofMalware = ['malware_analyses', 'dropped', 'dropped_by', 'families', 'similar_malware'];
const known = [
  ...['descriptors', 'related', 'tags', 'tagged_objects', 'members', 'threat_updates'],
  ...ofApps,
  ...ofMalware,
];
const most = 1000;

/** What hangs on a node. */
export async function connections(
  id: string,
  edge: string,
  context: GraphContext,
): Promise<unknown> {
  const { method } = context.request;
  if (edge === 'related' && method !== 'GET') {
    await (method === 'POST' ? relate(id, context) : unrelate(id, context));
    return { success: true };
  }
  if (edge === 'subscriptions') return subscriptions(id, context);
  if (!known.includes(edge)) throw unknownPath();
  if (method !== 'GET') throw missing(method);
  return answerPage(await listOf(id, edge, context), context);
}

async function listOf(id: string, edge: string, context: GraphContext): Promise<NodePage> {
  if (ofApps.includes(edge)) return listGroupsOf(id, edge, context);
  if (edge === 'threat_updates') return listUpdates(id, context);
  const found = await findObject(id, context);
  if (!found) throw missing('GET');
  if (found.kind === 'group' && edge === 'members') return listGroupMembers(id, context);
  if (found.kind === 'tag' && edge === 'tagged_objects') {
    return listTaggedNodes(found.text, context);
  }
  const nodes = await nodesOf(found, edge, context);
  const { params } = context.request;
  const { after, before } = params;
  return pageOf(nodes, readLimit(params, most), { after, before });
}

async function nodesOf(found: Found, edge: string, context: GraphContext): Promise<GraphNode[]> {
  if (found.kind === 'indicator') {
    const { view } = found;
    if (edge === 'related') return relatedNodes(view.id, context);
    if (edge === 'descriptors') return view.descriptors.map((one) => descriptorNode(one, context));
    if (ofMalware.includes(edge)) return [];
  }
  if (found.kind === 'descriptor' && edge === 'tags') {
    return (found.view['tags'] as readonly string[]).map(tagNode);
  }
  throw missing('GET');
}
