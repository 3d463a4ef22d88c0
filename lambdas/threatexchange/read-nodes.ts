import { groupAudience } from '../core/audience';
import { findObject, findObjects, nodeOf } from './find-node';
import type { GraphContext } from './graph-context';
import { badParameter, GraphError, missing } from './graph-error';
import { isId } from './graph-request';
import { readList } from './read-params';
import { renderAll, renderNode } from './render';
import { readSelection } from './selection';
import { inGroup } from './update-nodes';

export async function readNode(id: string, context: GraphContext): Promise<object> {
  const found = await findObject(id, context);
  if (!found) throw missing('GET');
  return renderNode(nodeOf(found, context), readSelection(context.request.params['fields']));
}

const mostIds = 1000;

/** Several nodes by their ids, in their order; the whole call fails where one of them is not there. */
export async function readByIds(whole: GraphContext): Promise<object> {
  const context = narrowed(whole);
  const { params } = context.request;
  const ids = [...new Set(readList(params, 'ids') ?? [])];
  if (!ids.every(isId)) throw badParameter('ids', 'must be ids with commas between them.');
  if (ids.length > mostIds) throw badParameter('ids', `are at most ${mostIds} at once.`);
  const selection = readSelection(params['fields']);
  const found = await findObjects(ids, context);
  if (found.size < ids.length) {
    throw new GraphError(404, 803, '(#803) Some of the ids that you asked for do not exist.');
  }
  await tell(ids.length, context);
  const nodes = ids.flatMap((id) => found.get(id) ?? []).map((one) => nodeOf(one, context));
  const shown = await renderAll(nodes, selection);
  // An object's own order would put ids that are small numbers first; these are none.
  return Object.fromEntries(shown.map((one) => [one['id'], one]));
}

/** With a group named, as that group alone sees it. */
function narrowed(context: GraphContext): GraphContext {
  const { request, caller } = context;
  const { privacy_group: groupId } = request.params;
  if (!groupId) return context;
  const audience = caller.audiences.find((one) => one === groupAudience(groupId));
  if (!audience) throw badParameter('privacy_group', 'is no group of yours.');
  return inGroup(audience, context);
}

/** Many that are read at once are a look-up on record. */
async function tell(values: number, { caller, deps }: GraphContext): Promise<void> {
  if (values > 1) await deps.tellRead(caller, 'values.looked_up', { values, known: values });
}
