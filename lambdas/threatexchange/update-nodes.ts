import type { Audience } from '../core/audience';
import { microsPerSecond } from '../core/time';
import { type IndicatorView, viewIndicator } from '../search/read-indicator';
import type { GraphContext } from './graph-context';
import { descriptorNode } from './nodes';
import type { NodePage } from './paging';
import { type GraphNode, renderEdge } from './render';
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
  let reading: Promise<IndicatorView | undefined> | undefined;
  const view = () => {
    reading ??= viewInGroup(indicatorId, audience, context);
    return reading;
  };
  const of = async () => value ?? (await view()) ?? elsewhere(indicatorId, context);
  return {
    id: indicatorId,
    defaults,
    fields: {
      indicator: async () => (await of())?.value,
      type: async () => (await of())?.type,
      last_updated: () => Math.floor(position / microsPerSecond),
      creation_time: async () => secondsOf((await view())?.summary.firstSeenAt),
      should_delete: async () => !isLive && (await view()) === undefined,
      status: async () => (await view())?.summary.worstStatus,
      tags: async () => (await view())?.summary.tags,
      applications_with_opinions: async () => opiners(await view(), context),
      descriptors: async (asked) => {
        const descriptors = (await view())?.descriptors ?? [];
        return renderEdge(
          descriptors.map((one) => descriptorNode(one, context)),
          asked,
        );
      },
    },
  };
}

export function viewInGroup(indicatorId: string, audience: Audience, context: GraphContext) {
  const { caller, deps } = context;
  const sight = { audiences: [audience], governance: caller.governance };
  const index = { readRows: deps.index.readRowsStrongly };
  return viewIndicator(indicatorId, sight, { index, now: deps.now });
}

/** What a group forgot another audience of the caller may still tell. */
async function elsewhere(indicatorId: string, { caller, deps }: GraphContext) {
  const view = await viewIndicator(indicatorId, caller, deps);
  return view && { type: view.type, value: view.value };
}

async function opiners(view: IndicatorView | undefined, context: GraphContext) {
  if (!view) return undefined;
  const reactions = await context.reactionsOn(view.id);
  const reactors = view.descriptors.flatMap(({ id }) => [...(reactions.get(id)?.values() ?? [])]);
  const owners = view.descriptors.map((one) => String(one['owner']));
  return [...new Set([...owners, ...reactors.flatMap((ids) => [...ids])])];
}

function secondsOf(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000);
}
