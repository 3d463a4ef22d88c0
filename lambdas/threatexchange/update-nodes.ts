import type { Audience } from '../core/audience';
import { microsPerSecond } from '../core/time';
import { type IndicatorView, readShown, viewFrom, viewIndicator } from '../search/read-indicator';
import { renderCut } from './edges';
import type { GraphContext } from './graph-context';
import { descriptorNode } from './nodes';
import type { NodePage } from './paging';
import { type Reactions, reactionsIn } from './reactions';
import type { GraphNode } from './render';
import { readUpdates, type Update } from './threat-updates';

const defaults = ['id', 'indicator', 'type', 'last_updated', 'should_delete'];

/** A page of what changed in a group. */
export async function listUpdates(groupId: string, context: GraphContext): Promise<NodePage> {
  const { audience, updates, after, limit } = await readUpdates(groupId, context);
  const nodes = updates.map((update) => updateNode(update, audience, context));
  return { nodes, after: after === undefined ? undefined : String(after), limit };
}

/** What the group says of an indicator is read when it is asked for, once, and strongly. */
function updateNode(update: Update, audience: Audience, context: GraphContext): GraphNode {
  const { indicatorId, position, value, isLive } = update;
  let reading: Promise<InGroup | undefined> | undefined;
  const read = () => {
    reading ??= readInGroup(indicatorId, audience, context);
    return reading;
  };
  const of = async () => value ?? (await read())?.view ?? elsewhere(indicatorId, context);
  return {
    id: indicatorId,
    defaults,
    fields: {
      indicator: async () => (await of())?.value,
      type: async () => (await of())?.type,
      last_updated: () => Math.floor(position / microsPerSecond),
      creation_time: async () => secondsOf((await read())?.view.summary.firstSeenAt),
      should_delete: async () => !isLive && (await read()) === undefined,
      status: async () => (await read())?.view.summary.worstStatus,
      tags: async () => (await read())?.view.summary.tags,
      applications_with_opinions: async () => opiners(await read()),
      descriptors: async (asked) => {
        const found = await read();
        const reacted = { ...context, reactionsOn: async () => found?.reactions ?? new Map() };
        const descriptors = found?.view.descriptors ?? [];
        return renderCut(
          descriptors.map((one) => descriptorNode(one, reacted)),
          asked,
        );
      },
    },
  };
}

interface InGroup {
  readonly view: IndicatorView;
  readonly reactions: Reactions;
}

/** Opinions and the reactions to them as a group alone sees them, by one query. */
async function readInGroup(
  indicatorId: string,
  audience: Audience,
  { caller, deps }: GraphContext,
): Promise<InGroup | undefined> {
  const sight = { audiences: [audience], governance: caller.governance };
  const found = await readShown(indicatorId, sight, {
    index: { readRows: deps.index.readRowsStrongly },
  });
  const view = viewFrom(indicatorId, found, deps.now());
  const remarks = found.flatMap(({ remarks }) => remarks ?? []);
  return view && { view, reactions: reactionsIn(remarks, caller) };
}

/** As a group alone sees what it is asked for. */
export function inGroup(audience: Audience, context: GraphContext): GraphContext {
  const caller = { ...context.caller, audiences: [audience] };
  const reactionsOn = async (indicatorId: string): Promise<Reactions> =>
    (await readInGroup(indicatorId, audience, context))?.reactions ?? new Map();
  return { ...context, caller, reactionsOn };
}

/** What a group forgot another audience of the caller may still tell. */
async function elsewhere(indicatorId: string, { caller, deps }: GraphContext) {
  const view = await viewIndicator(indicatorId, caller, deps);
  return view && { type: view.type, value: view.value };
}

function opiners(found: InGroup | undefined): string[] | undefined {
  if (!found) return undefined;
  const { descriptors } = found.view;
  const reactors = descriptors.flatMap(({ id }) => [...(found.reactions.get(id)?.values() ?? [])]);
  const owners = descriptors.map((one) => String(one['owner']));
  return [...new Set([...owners, ...reactors.flatMap((ids) => [...ids])])];
}

function secondsOf(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000);
}
