import { connections } from './connections';
import { findObject } from './find-node';
import type { GraphContext } from './graph-context';
import { missing, unknownPath } from './graph-error';
import { isId } from './graph-request';
import { editGroup, listGroups, postGroup } from './groups';
import { listMembers } from './members';
import { findOwn } from './own-opinion';
import { answerPage, type NodePage } from './paging';
import { react } from './react';
import { readByIds, readNode } from './read-nodes';
import { relatedIds, relateSubmitted } from './relate';
import { searchNodes } from './search-nodes';
import { listTags, postTag } from './tags';
import { watchTag } from './watch-tag';
import { deleteOpinion, editOpinion, submitOpinion } from './write-opinion';

type Run = (context: GraphContext) => Promise<unknown>;
const nothing: NodePage = { nodes: [] };

/** What there is at the root of the graph, by method and name. */
const collections: Readonly<Record<string, Run>> = {
  'GET threat_exchange_members': listed(listMembers),
  'GET threat_indicators': listed((context) => searchNodes('indicator', context)),
  'GET threat_descriptors': listed((context) => searchNodes('descriptor', context)),
  'GET threat_tags': listed(listTags),
  'GET threat_privacy_groups': listed(listGroups),
  'GET malware_analyses': listed(async () => nothing),
  'GET malware_families': listed(async () => nothing),
  'POST threat_indicators': async (context) => submitted((await submit(context)).indicatorId),
  'POST threat_descriptors': async (context) => submitted((await submit(context)).id),
  'POST threat_tags': postTag,
  'POST threat_privacy_groups': postGroup,
};

function listed(list: (context: GraphContext) => Promise<NodePage>): Run {
  return async (context) => answerPage(await list(context), context);
}

function submitted(id: string) {
  return { success: true, id };
}

async function submit(context: GraphContext) {
  const related = await relatedIds(context);
  const written = await submitOpinion(context);
  await relateSubmitted(written.indicatorId, related, context);
  return written;
}

/** Reacts, or edits what is the caller's own: which of them, the parameters and the id tell. */
async function postToNode(id: string, context: GraphContext): Promise<void> {
  const { params } = context.request;
  if (params['reactions'] !== undefined || params['reactions_to_remove'] !== undefined) {
    context.require('graphWrite');
    return react(id, context);
  }
  const own = await findOwn(id, context);
  if (own) {
    context.require('graphWrite');
    await editOpinion(own, context);
    return;
  }
  context.require('graphRead');
  const found = await findObject(id, context);
  if (found?.kind === 'group') return editGroup(found.view, context);
  if (found?.kind === 'tag' && params['subscribed'] !== undefined) {
    return watchTag(found.text, context);
  }
  if (!found || isChange(context)) throw missing('POST');
}

const asksNothing = new Set(['access_token', 'method', 'fields', 'format', 'pretty']);

/** A call with a token alone changes nothing, and is answered like one that did. */
function isChange({ request }: GraphContext): boolean {
  return Object.keys(request.params).some((name) => !asksNothing.has(name));
}

/** The one place that leads from a method and a path to what is done. */
export async function operate(context: GraphContext): Promise<unknown> {
  const { method, path, params } = context.request;
  const [first, edge, ...rest] = path;
  if (first === undefined && method === 'GET' && params['ids'] !== undefined) {
    return readByIds(context);
  }
  if (first === undefined || rest.length > 0) throw unknownPath();
  const collection = edge === undefined ? collections[`${method} ${first}`] : undefined;
  if (collection) return collection(context);
  if (!isId(first)) throw unknownPath();
  if (edge !== undefined) return connections(first, edge, context);
  if (method === 'GET') return readNode(first, context);
  if (method === 'POST') await postToNode(first, context);
  else await deleteOpinion(first, context);
  return { success: true };
}
