import { openCursor, sealCursor } from '../core/sealed-cursor';
import { tagId } from '../core/tag';
import { microsOf } from '../core/time';
import { listTagged } from '../search/list-tagged';
import { mergedPlaces } from '../search/merged-places';
import { carried } from './find-tag';
import type { GraphContext } from './graph-context';
import { badParameter } from './graph-error';
import { isId } from './graph-request';
import { tagNode } from './nodes';
import { findOwn } from './own-opinion';
import { besides, type NodePage, readTurn, type Turn } from './paging';
import { readLimit, readList } from './read-params';
import { readIsoTime } from './read-time';
import type { GraphNode } from './render';
import { editOpinion } from './write-opinion';

const most = 1000;
/** So that the ids of a page fit into a request for them: a gateway takes 10,240 bytes of it. */
const mostTagged = 400;

/** Tags that begin with a text and that the caller sees carried; one that is the text comes first, as it was asked. */
export async function listTags(context: GraphContext): Promise<NodePage> {
  const { params } = context.request;
  const turn = readTurn(params);
  const asked = (params['text'] ?? '').trim();
  const limit = readLimit(params, most);
  const bound = `tags ${asked.toLowerCase()}`;
  const found: { place: string; text: string }[] = [];
  let place = placeIn(turn, context, bound);
  for (let isEnd = false; !isEnd && found.length <= limit; ) {
    const { isBackwards } = turn;
    const next = await tagsBehind({ place, isBackwards }, asked.toLowerCase(), context);
    isEnd = next.length === 0;
    place = next.at(-1)?.place ?? place;
    const texts = new Set(
      await carried(
        next.map(({ text }) => text),
        context,
      ),
    );
    found.push(...next.filter(({ text }) => texts.has(text)));
  }
  const walked = found.slice(0, limit);
  const page = inOrder(walked, turn).sort((a, b) => rank(a.text, asked) - rank(b.text, asked));
  const [first] = page;
  const nodes = page.map(({ text }) => tagNode(text));
  // Clients look for the text as they wrote it.
  if (first && asked !== '' && first.text.toLowerCase() === asked.toLowerCase()) {
    nodes[0] = { ...tagNode(first.text), fields: { text: () => asked } };
  }
  return { nodes, ...cursorsOf(walked, found.length > limit, turn, context, bound), limit };
}

function rank(text: string, asked: string): number {
  if (text === asked) return 0;
  return text.toLowerCase() === asked.toLowerCase() ? 1 : 2;
}

const tagsAtOnce = 100;

async function tagsBehind(
  { place, isBackwards }: { readonly place: string | undefined; readonly isBackwards: boolean },
  prefix: string,
  { caller, deps }: GraphContext,
) {
  const range = { prefix, behind: place, isBackwards, limit: tagsAtOnce };
  const lists = await Promise.all(
    caller.audiences.map((audience) => deps.tags.readTags(audience, range)),
  );
  const merged = mergedPlaces(lists, (list) => list.length === tagsAtOnce, isBackwards);
  return [...new Map(merged.map((one) => [one.place, one])).values()];
}

/** A label for objects of the caller's; without objects there is nothing to be kept of it. */
export async function postTag(context: GraphContext): Promise<object> {
  const { request } = context;
  context.require('graphWrite');
  const text = request.params['text']?.trim().toLowerCase();
  if (!text) throw badParameter('text', 'is required.');
  const objects = readList(request.params, 'objects') ?? [];
  const owned = await Promise.all(
    objects.map((id) => (isId(id) ? findOwn(id, context) : undefined)),
  );
  const standing = owned.flatMap((one) => one ?? []);
  if (standing.length < objects.length) {
    throw badParameter('objects', 'must be ids of your own descriptors.');
  }
  const adding = { ...context, request: { ...request, params: { add_tags: text } } };
  for (const one of standing) await editOpinion(one, adding);
  return { success: true, id: tagId(text) };
}

/** What carries a tag, in the order of tagging. */
export async function listTaggedNodes(text: string, context: GraphContext): Promise<NodePage> {
  const { request, caller, deps } = context;
  const { params } = request;
  const turn = readTurn(params);
  const limit = readLimit(params, mostTagged);
  const [since, until] = ['tagged_since', 'tagged_until'].map((name) =>
    readIsoTime(params, name, deps.now()),
  );
  const bound = `tagged ${text}`;
  const found = await listTagged(
    {
      ...{ text, limit: limit + 1, isBackwards: turn.isBackwards },
      behind: placeIn(turn, context, bound),
      since: since === undefined ? 0 : microsOf(since),
      until: until === undefined ? Number.MAX_SAFE_INTEGER : microsOf(until) + 1_000_000,
    },
    caller,
    deps,
  );
  const page = found.slice(0, limit);
  if (page.length > 0) {
    await deps.tellRead(caller, 'search.read', { found: page.length, mode: 'filters' });
  }
  const nodes = inOrder(page, turn).map(({ projection }) => taggedNode(projection));
  return { nodes, ...cursorsOf(page, found.length > limit, turn, context, bound), limit };
}

function taggedNode({ id, raw }: { readonly id: string; readonly raw: string }): GraphNode {
  const fields = { type: () => 'THREAT_DESCRIPTOR', name: () => raw };
  return { id, defaults: ['id', 'type', 'name'], fields };
}

function cursorTo(place: string, { caller, deps }: GraphContext, bound: string): string {
  return sealCursor(deps.cursorKeys, place, `${caller.member.id} ${bound}`);
}

function inOrder<T>(walked: readonly T[], { isBackwards }: Turn): T[] {
  return isBackwards ? walked.toReversed() : [...walked];
}

function cursorsOf(
  walked: readonly { readonly place: string }[],
  hasMore: boolean,
  turn: Turn,
  context: GraphContext,
  bound: string,
) {
  const [start, end] = [walked[0], walked.at(-1)].map(
    (one) => one && cursorTo(one.place, context, bound),
  );
  return besides(turn, start, hasMore ? end : undefined);
}

function placeIn(
  { cursor, isBackwards }: Turn,
  { caller, deps }: GraphContext,
  bound: string,
): string | undefined {
  if (cursor === undefined) return undefined;
  const place = openCursor(deps.cursorKeys, cursor, `${caller.member.id} ${bound}`);
  if (typeof place === 'string') return place;
  throw badParameter(isBackwards ? 'before' : 'after', 'must be a cursor of this list.');
}
