import type { DescriptorView } from '../core/descriptor-view';
import type { IndicatorView } from '../search/read-indicator';
import { searchOnRecord } from '../search/search-on-record';
import type { GraphContext } from './graph-context';
import { badParameter } from './graph-error';
import { descriptorNode, indicatorNode } from './nodes';
import { type NodePage, refuseBefore } from './paging';
import { readFlag } from './read-params';
import type { GraphNode } from './render';
import { type SearchFields, searchFields } from './search-params';
import { type Reading, readingsOf, type Said } from './text-readings';

type Kind = 'indicator' | 'descriptor';

/** A page of what was asked: never empty before the end, and with a next one only where that has something. */
export async function searchNodes(kind: Kind, context: GraphContext): Promise<NodePage> {
  const { params } = context.request;
  refuseBefore(params);
  const fields = searchFields(kind, context);
  const steps = fields ? stepsOf(fields, context) : [];
  const { limit = defaultLimit } = fields ?? {};
  const nodes: GraphNode[] = [];
  let place: Place | undefined = placeOf(params['after'], steps);
  for (let round = 0; place && nodes.length < limit && round < mostRounds; round++) {
    const page: Found = await searched(place, limit - nodes.length, steps, context);
    nodes.push(...page.nodes);
    place = page.next;
    // What ends early though its budget is left has as much as a reply holds.
    if (page.isFull) break;
  }
  place &&= await placeWithMore(place, steps, context);
  return { nodes, after: place && `${place.step}.${place.cursor ?? ''}`, limit };
}

const defaultLimit = 25;
const mostRounds = 20;

/** One list after the other: what is live by each reading of a text, and then the caller's own that is over. */
interface Step {
  readonly fields: SearchFields;
  readonly isWanted: (said: Said) => boolean;
}

function stepsOf(fields: SearchFields, { request }: GraphContext): Step[] {
  const readings = readingsOf(fields);
  const live = readings.map(stepOf);
  if (!readFlag(request.params, 'include_expired')) return live;
  return [...live, ...live.map((step) => ({ ...step, fields: { ...step.fields, expired: true } }))];
}

/** What a reading before it finds comes there. */
function stepOf({ fields, holds }: Reading, at: number, readings: readonly Reading[]): Step {
  const before = readings.slice(0, at);
  return { fields, isWanted: (said) => holds(said) && !before.some((one) => one.holds(said)) };
}

interface Place {
  readonly step: number;
  readonly cursor: string | undefined;
}

function placeOf(after: string | undefined, steps: readonly Step[]): Place | undefined {
  if (!after) return steps.length > 0 ? { step: 0, cursor: undefined } : undefined;
  const [, step = '', cursor = ''] = /^(\d{1,2})\.(.*)$/s.exec(after) ?? [];
  if (step === '' || !steps[Number(step)]) {
    throw badParameter('after', 'must be a cursor of this list.');
  }
  return { step: Number(step), cursor: cursor || undefined };
}

interface Found {
  readonly nodes: readonly GraphNode[];
  readonly next: Place | undefined;
  /** Whether it ends though the read budget would have gone on. */
  readonly isFull: boolean;
}

async function searched(
  { step, cursor }: Place,
  limit: number,
  steps: readonly Step[],
  context: GraphContext,
): Promise<Found> {
  const { fields, isWanted } = steps[step] as Step;
  const body = (await searchOnRecord(
    { ...fields, cursor, limit },
    context.caller,
    context.deps,
  )) as {
    readonly indicators?: readonly IndicatorView[];
    readonly descriptors?: readonly DescriptorView[];
    readonly cursor?: string;
    readonly complete: boolean;
  };
  const { indicators = [], descriptors = [] } = body;
  const nodes = [
    ...indicators
      .filter((view) => view.descriptors.some((one) => isWanted(one as unknown as Said)))
      .map((view) => indicatorNode(view, context)),
    ...descriptors
      .filter((view) => isWanted(view as unknown as Said))
      .map((view) => descriptorNode(view, context)),
  ];
  const following = step + 1 < steps.length ? { step: step + 1, cursor: undefined } : undefined;
  const next = body.cursor === undefined ? following : { step, cursor: body.cursor };
  const isCut = indicators.length + descriptors.length < limit;
  return { nodes, next, isFull: body.cursor !== undefined && body.complete && isCut };
}

/** The place itself if there is anything behind it. */
async function placeWithMore(
  from: Place,
  steps: readonly Step[],
  context: GraphContext,
): Promise<Place | undefined> {
  let place: Place | undefined = from;
  for (let round = 0; place && round < mostRounds; round++) {
    const page: Found = await searched(place, 1, steps, context);
    if (page.nodes.length > 0) return place;
    place = page.next;
  }
  return place;
}
