import type { AudienceChoice } from '../core/audience';
import type { DescriptorView } from '../core/descriptor-view';
import { graphTime } from '../core/graph-words';
import type { ReactionKind } from '../core/remark';
import { tagId } from '../core/tag';
import type { Tlp } from '../core/tlp-rules';
import { listRelated } from '../discussion/read-relations';
import type { IndicatorView } from '../search/read-indicator';
import { renderCut, renderEdge } from './edges';
import type { GraphContext } from './graph-context';
import { type GraphNode, renderNode } from './render';
import { membersOfChoice, privacyTypeOf, shareLevelOf } from './sharing-levels';

/** The clients of this surface can't read an opinion without a confidence. */
const unsaidConfidence = 50;

export const descriptorDefaults = [
  'added_on',
  'confidence',
  'description',
  'id',
  'indicator',
  'last_updated',
  'owner',
  'privacy_type',
  'raw_indicator',
  'review_status',
  'severity',
  'share_level',
  'status',
  'type',
];

/** A descriptor's own fields, as `core/descriptor-view.ts` shows them. */
interface Said {
  readonly indicatorId: string;
  readonly owner: string;
  readonly raw: string;
  readonly confidence: number | null;
  readonly tlp: Tlp;
  readonly tags: readonly string[];
  readonly firstActiveAt: string | null;
  readonly lastActiveAt: string | null;
  readonly expiresAt: string | null;
  readonly audience?: AudienceChoice;
}

export function descriptorNode(view: DescriptorView, context: GraphContext): GraphNode {
  const said = view as DescriptorView & Said;
  const field = (name: string) => () => view[name];
  const time = (at: string | null) => () => (at === null ? undefined : graphTime(at));
  const { indicatorId, type, value } = said;
  return {
    id: view.id,
    defaults: descriptorDefaults,
    fields: {
      added_on: time(view.publishedAt),
      last_updated: time(view.changedAt),
      confidence: () => said.confidence ?? unsaidConfidence,
      ...{ description: field('description'), severity: field('severity'), type: field('type') },
      ...{ status: field('status'), precision: field('precision') },
      ...{ review_status: field('reviewStatus'), source_uri: field('sourceUri') },
      indicator: ({ inner }) => renderNode(valueNode({ id: indicatorId, type, value }), inner),
      raw_indicator: () => said.raw,
      owner: ({ inner }) => renderNode(memberNode(said.owner, context), inner),
      privacy_type: () => privacyTypeOf(view),
      privacy_members: () => said.audience && membersOfChoice(said.audience),
      share_level: () => shareLevelOf(said.tlp),
      first_active: time(said.firstActiveAt),
      last_active: time(said.lastActiveAt),
      expired_on: time(said.expiresAt),
      tags: (asked) =>
        renderEdge({ id: view.id, edge: 'tags' }, said.tags.map(tagNode), asked, context),
      reactions: () => reactionsTo(said, context),
      my_reactions: () => myReactionsTo(said, context),
    },
  };
}

type Opinion = Pick<Said, 'indicatorId'> & { readonly id: string };

async function reactionsTo({ id, indicatorId }: Opinion, { reactionsOn }: GraphContext) {
  const kinds = (await reactionsOn(indicatorId)).get(id);
  if (!kinds) return undefined;
  return [...kinds].map(([key, owners]) => ({ key, value: [...owners].join(',') }));
}

async function myReactionsTo({ id, indicatorId }: Opinion, context: GraphContext) {
  const kinds = (await context.reactionsOn(indicatorId)).get(id) ?? new Map<ReactionKind, never>();
  const mine = [...kinds].filter(([, owners]) => owners.has(context.caller.member.id));
  return mine.length > 0 ? mine.map(([key]) => key) : undefined;
}

/** An indicator by itself, without what is said of it. */
export function valueNode({ id, type, value }: Pick<IndicatorView, 'id' | 'type' | 'value'>) {
  const fields = { indicator: () => value, type: () => type };
  return { id, defaults: ['indicator', 'type'], fields } satisfies GraphNode;
}

export function indicatorNode(view: IndicatorView, context: GraphContext): GraphNode {
  const { id, summary, descriptors } = view;
  const bare = valueNode(view);
  return {
    ...bare,
    fields: {
      ...bare.fields,
      added_on: () => graphTime(summary.firstSeenAt),
      last_updated: () => graphTime(summary.lastChangedAt),
      status: () => summary.worstStatus,
      tags: (asked) => renderCut(summary.tags.map(tagNode), asked),
      descriptors: (asked) =>
        renderEdge(
          { id, edge: 'descriptors' },
          descriptors.map((one) => descriptorNode(one, context)),
          asked,
          context,
        ),
      related: async (asked) =>
        renderEdge({ id, edge: 'related' }, await relatedNodes(id, context), asked, context),
    },
  };
}

export async function relatedNodes(id: string, { caller, deps }: GraphContext) {
  const { related } = await listRelated(id, caller, deps);
  return related.map(valueNode);
}

export function memberNode(id: string, { nameOf }: Pick<GraphContext, 'nameOf'>): GraphNode {
  return { id, defaults: ['id', 'name'], fields: { name: () => nameOf(id) } };
}

export function tagNode(text: string): GraphNode {
  return { id: tagId(text), defaults: ['id', 'text'], fields: { text: () => text } };
}
