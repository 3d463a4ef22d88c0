import type { DescriptorView } from '../core/descriptor-view';
import { DomainError } from '../core/problem';
import { readQ } from '../core/search/read-q';
import type { IndicatorView } from '../search/read-indicator';
import { searchOnRecord } from '../search/search-on-record';
import type { GraphContext } from './graph-context';
import { badParameter } from './graph-error';
import { descriptorNode, indicatorNode } from './nodes';
import { type NodePage, pageOf } from './paging';
import { readFlag } from './read-params';
import type { GraphNode } from './render';
import { type SearchFields, searchFields } from './search-params';

type Kind = 'indicator' | 'descriptor';

/** A page of what was asked: never empty before the end, and with a next one only where that has something. */
export async function searchNodes(kind: Kind, context: GraphContext): Promise<NodePage> {
  const { params } = context.request;
  if (params['before']) throw badParameter('before', 'lists are read forwards: follow next.');
  const fields = searchFields(kind, context);
  if (!fields) return { nodes: [] };
  try {
    return isExact(fields) ? await exactPage(fields, context) : await walkedPage(fields, context);
  } catch (error) {
    // A text that is no value of the type is the value of nothing.
    if (error instanceof DomainError && error.code === 'indicator.refused') return { nodes: [] };
    throw error;
  }
}

function isExact({ q, mode = 'auto', type }: SearchFields): boolean {
  return q !== undefined && readQ(q, mode, type).wanted.mode === 'exact';
}

const allOpinions = 1000;

/** A value's opinions are at hand as a whole. */
async function exactPage(fields: SearchFields, context: GraphContext): Promise<NodePage> {
  const all = { ...fields, limit: allOpinions };
  const phases = isWithExpired(context) ? [all, { ...all, expired: true }] : [all];
  const found = await Promise.all(phases.map((phase) => searched(phase, context)));
  const nodes = found.flatMap((page) => page.nodes);
  return pageOf(nodes, fields.limit ?? allOpinions, context.request.params['after']);
}

function isWithExpired({ request }: GraphContext): boolean {
  return readFlag(request.params, 'include_expired') ?? false;
}

interface Searched {
  readonly nodes: readonly GraphNode[];
  readonly cursor: string | undefined;
  /** False where the read budget ended it. */
  readonly complete: boolean;
}

async function searched(fields: SearchFields, context: GraphContext): Promise<Searched> {
  const body = await searchOnRecord(fields, context.caller, context.deps);
  const { indicators, descriptors, cursor, complete } = body as {
    readonly indicators?: readonly IndicatorView[];
    readonly descriptors?: readonly DescriptorView[];
    readonly cursor?: string;
    readonly complete: boolean;
  };
  const nodes = indicators
    ? indicators.map((view) => indicatorNode(view, context))
    : (descriptors ?? []).map((view) => descriptorNode(view, context));
  return { nodes, cursor, complete };
}

/** Where a walk is: among what is live, or among the caller's own that is over. */
interface Place {
  readonly expired: boolean;
  readonly cursor: string | undefined;
}

const overPrefix = 'x.';

function placeOf(after: string | undefined): Place {
  const expired = after?.startsWith(overPrefix) ?? false;
  const cursor = expired ? after?.slice(overPrefix.length) : after;
  return { expired, cursor: cursor || undefined };
}

function afterOf({ expired, cursor = '' }: Place): string {
  return expired ? overPrefix + cursor : cursor;
}

const mostRounds = 20;

/** Goes on until the page is full, which a search's budget may not reach in one go. */
async function walkedPage(fields: SearchFields, context: GraphContext): Promise<NodePage> {
  const { limit = allOpinions } = fields;
  const nodes: GraphNode[] = [];
  let place: Place | undefined = placeOf(context.request.params['after']);
  for (let round = 0; place && nodes.length < limit && round < mostRounds; round++) {
    const page: Searched = await searched(
      { ...fields, ...place, limit: limit - nodes.length },
      context,
    );
    nodes.push(...page.nodes);
    place = nextPlace(place, page, context);
    // What ends early though its budget is left has as much as a reply holds.
    if (page.cursor !== undefined && page.complete) break;
  }
  place &&= await placeWithMore(place, fields, context);
  return { nodes, after: place && afterOf(place), limit };
}

function nextPlace(
  { expired }: Place,
  { cursor }: Pick<Searched, 'cursor'>,
  context: GraphContext,
): Place | undefined {
  if (cursor !== undefined) return { expired, cursor };
  return !expired && isWithExpired(context) ? { expired: true, cursor: undefined } : undefined;
}

/** The place itself if there is anything behind it. */
async function placeWithMore(
  from: Place,
  fields: SearchFields,
  context: GraphContext,
): Promise<Place | undefined> {
  let place: Place | undefined = from;
  for (let round = 0; place && round < mostRounds; round++) {
    const page: Searched = await searched({ ...fields, ...place, limit: 1 }, context);
    if (page.nodes.length > 0) return place;
    place = nextPlace(place, page, context);
  }
  return place;
}
