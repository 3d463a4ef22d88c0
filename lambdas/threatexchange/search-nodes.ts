import type { DescriptorView } from '../core/descriptor-view';
import { DomainError } from '../core/problem';
import type { SearchFields } from '../search/query-of';
import type { IndicatorView } from '../search/read-indicator';
import { searchOnRecord } from '../search/search-on-record';
import type { GraphContext } from './graph-context';
import { badParameter } from './graph-error';
import { descriptorNode, indicatorNode } from './nodes';
import { besides, type NodePage, readTurn, type Turn } from './paging';
import type { GraphNode } from './render';
import { searchFields } from './search-params';
import { type Reading, readingsOf, type Said } from './text-readings';

type Kind = 'indicator' | 'descriptor';

/** A page of what was asked: never empty before the end, and with a next one only where that has something. */
export async function searchNodes(kind: Kind, context: GraphContext): Promise<NodePage> {
  const { params } = context.request;
  const turn = readTurn(params);
  const fields = searchFields(kind, context);
  const steps = fields ? readingsOf(fields).map(stepOf) : [];
  const { limit = defaultLimit } = fields ?? {};
  const walk = { steps, isBackwards: turn.isBackwards, context };
  let nodes: GraphNode[] = [];
  let start: Place | undefined;
  let place: Place | undefined = placeOf(turn, steps);
  for (let round = 0; place && nodes.length < limit && round < mostRounds; round++) {
    const page: Found = await searched(place, limit - nodes.length, walk);
    nodes = turn.isBackwards ? [...page.nodes, ...nodes] : [...nodes, ...page.nodes];
    start ??= page.start;
    place = page.next;
    // What ends early though its budget is left has as much as a reply holds.
    if (page.isFull) break;
  }
  place &&= await placeWithMore(place, walk);
  return { nodes, ...besides(turn, start && written(start), place && written(place)), limit };
}

function written({ step, cursor = '' }: Place): string {
  return `${step}.${cursor}`;
}

const defaultLimit = 25;
const mostRounds = 20;

/** One list after the other: what is found by each reading of a text. */
interface Step {
  readonly fields: SearchFields;
  readonly isWanted: (said: Said) => boolean;
}

/** What a reading before it finds comes there. */
function stepOf({ fields, holds }: Reading, at: number, readings: readonly Reading[]): Step {
  const before = readings.slice(0, at);
  return { fields, isWanted: (said) => holds(said) && !before.some((one) => one.holds(said)) };
}

/** In one of the steps, at its beginning where there is no cursor; backwards at its end. */
interface Place {
  readonly step: number;
  readonly cursor: string | undefined;
}

interface Walk {
  readonly steps: readonly Step[];
  readonly isBackwards: boolean;
  readonly context: GraphContext;
}

function placeOf({ cursor: given, isBackwards }: Turn, steps: readonly Step[]): Place | undefined {
  if (given === undefined) return steps.length > 0 ? { step: 0, cursor: undefined } : undefined;
  const [, step = '', cursor = ''] = /^(\d{1,2})\.(.*)$/s.exec(given) ?? [];
  if (step === '' || !steps[Number(step)]) {
    throw badParameter(isBackwards ? 'before' : 'after', 'must be a cursor of this list.');
  }
  return { step: Number(step), cursor: cursor || undefined };
}

interface Found {
  readonly nodes: readonly GraphNode[];
  /** Where the first of what was found is, in the way of the walk. */
  readonly start: Place | undefined;
  readonly next: Place | undefined;
  /** Whether it ends though the read budget would have gone on. */
  readonly isFull: boolean;
}

async function searched(
  { step, cursor }: Place,
  limit: number,
  { steps, isBackwards, context }: Walk,
): Promise<Found> {
  const { fields, isWanted } = steps[step] as Step;
  const asked = { ...fields, cursor, limit, isBackwards };
  const { body, start } = await searchOnRecord(asked, context.caller, context.deps).catch(
    (error: unknown) => {
      throw isBackwards ? asOfBefore(error) : error;
    },
  );
  const { indicators = [], descriptors = [] } = body as {
    readonly indicators?: readonly IndicatorView[];
    readonly descriptors?: readonly DescriptorView[];
  };
  const nodes = [
    ...indicators
      .filter((view) => view.descriptors.some((one) => isWanted(one as unknown as Said)))
      .map((view) => indicatorNode(view, context)),
    ...descriptors
      .filter((view) => isWanted(view as unknown as Said))
      .map((view) => descriptorNode(view, context)),
  ];
  const following = step + (isBackwards ? -1 : 1);
  const onwards = steps[following] ? { step: following, cursor: undefined } : undefined;
  const isCut = indicators.length + descriptors.length < limit;
  return {
    nodes,
    start: start === undefined ? undefined : { step, cursor: start },
    next: body.cursor === undefined ? onwards : { step, cursor: body.cursor },
    isFull: body.cursor !== undefined && body.complete && isCut,
  };
}

/** A cursor that is refused is called by the parameter that it came in. */
function asOfBefore(error: unknown): unknown {
  const isOfCursor = error instanceof DomainError && error.pointer === '/cursor';
  return isOfCursor ? badParameter('before', error.message) : error;
}

/** The place itself if there is anything behind it. */
async function placeWithMore(from: Place, walk: Walk): Promise<Place | undefined> {
  let place: Place | undefined = from;
  for (let round = 0; place && round < mostRounds; round++) {
    const page: Found = await searched(place, 1, walk);
    if (page.nodes.length > 0) return place;
    place = page.next;
  }
  return place;
}
