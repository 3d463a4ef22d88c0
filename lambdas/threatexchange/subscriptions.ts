import { createEndpointRoute } from '../contracts/endpoints.contract';
import { fieldProblem } from '../contracts/field-problem';
import type { Endpoint } from '../core/notify/endpoint';
import { topics as everyTopic, type Topic } from '../core/notify/topic';
import { changeEndpoint } from '../webhooks/change-endpoints';
import { subscribe } from '../webhooks/subscribe';
import type { GraphContext } from './graph-context';
import { badParameter, missing } from './graph-error';
import { answerPage } from './paging';
import { readFlag, readList } from './read-params';
import type { GraphNode } from './render';

const object = 'threat_exchange';
/** Whose shapes are sent. */
const version = 'v25.0';

/** An app's subscriptions are its endpoints in the format `threatexchange`: of the caller's alone. */
export async function subscriptions(id: string, context: GraphContext): Promise<unknown> {
  const { method } = context.request;
  if (id !== context.caller.member.id) throw missing(method);
  if (method === 'GET') {
    return answerPage({ nodes: (await standing(context)).map(subscriptionNode) }, context);
  }
  return method === 'POST' ? postSubscription(context) : deleteSubscriptions(context);
}

async function standing({ caller, deps }: GraphContext): Promise<Endpoint[]> {
  const all = await deps.webhooks.endpoints.list(caller.member.id);
  const ofFormat = all.filter(({ endpoint }) => endpoint.format === 'threatexchange');
  return ofFormat.map(({ endpoint }) => endpoint);
}

function subscriptionNode({ id, url, state, topics = everyTopic }: Endpoint): GraphNode {
  return {
    id,
    defaults: ['object', 'callback_url', 'active', 'fields'],
    fields: {
      object: () => object,
      callback_url: () => url,
      active: () => state === 'active',
      fields: () => topics.map((name) => ({ name, version })),
    },
  };
}

/** Names a receiver that agrees at once. What it verifies with is told with the first answer, and never again. */
async function postSubscription(context: GraphContext): Promise<object> {
  const { request, caller, deps } = context;
  const { params } = request;
  context.require('createEndpoint');
  context.require('activateEndpoint');
  for (const name of ['object', 'callback_url', 'fields', 'verify_token']) {
    if (!params[name]?.trim()) throw badParameter(name, 'is required.');
  }
  requireObject(context);
  const { data, error } = createEndpointRoute.body.safeParse({
    ...{ format: 'threatexchange', url: params['callback_url'], topics: namedTopics(context) },
    payload: readFlag(params, 'include_values') ? 'full' : 'thin',
    verifyToken: params['verify_token'],
  });
  if (!data) throw fieldProblem(error);
  const { verifyWith } = await subscribe(data, caller, deps.webhooks);
  return { success: true, ...(verifyWith !== undefined && { verify_with: verifyWith }) };
}

/** All of it, or of the fields that are named no more. */
async function deleteSubscriptions(context: GraphContext): Promise<object> {
  const { caller, deps } = context;
  context.require('removeEndpoint');
  if (context.request.params['object'] !== undefined) requireObject(context);
  const dropped = namedTopics(context) ?? everyTopic;
  for (const { id, topics = everyTopic } of await standing(context)) {
    const kept = topics.filter((topic) => !dropped.includes(topic));
    if (kept.length === 0) await deps.webhooks.endpoints.remove(caller.member.id, id);
    else if (kept.length < topics.length) {
      await changeEndpoint(id, { topics: kept }, { caller }, deps.webhooks);
    }
  }
  return { success: true };
}

function requireObject({ request }: GraphContext): void {
  const named = request.params['object']?.toLowerCase().replace(/[^a-z]/g, '');
  if (named !== 'threatexchange') throw badParameter('object', `must be ${object}.`);
}

function namedTopics({ request }: GraphContext): Topic[] | undefined {
  const named = readList(request.params, 'fields');
  if (!named) return undefined;
  const known = [...new Set(named)].filter((one): one is Topic => isTopic(one));
  if (known.length === new Set(named).size && known.length > 0) return known;
  throw badParameter('fields', `must be of ${everyTopic.join(', ')}.`);
}

function isTopic(name: string): name is Topic {
  return (everyTopic as readonly string[]).includes(name);
}
