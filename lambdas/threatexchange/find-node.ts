import type { DescriptorView } from '../core/descriptor-view';
import type { GroupView } from '../core/group-view';
import { tagId } from '../core/tag';
import { showGroup } from '../groups/read-groups';
import { readDescriptors, readOwn } from '../search/read-descriptors';
import { type IndicatorView, viewIndicator } from '../search/read-indicator';
import { findTags } from './find-tag';
import type { GraphContext } from './graph-context';
import { isRefusal } from './graph-error';
import { groupNode } from './group-nodes';
import { mapSome } from './map-some';
import { descriptorNode, indicatorNode, memberNode, tagNode } from './nodes';
import type { GraphNode } from './render';

/** What an id is of, as far as the caller sees it. */
export type Found =
  | { readonly kind: 'descriptor'; readonly view: DescriptorView }
  | { readonly kind: 'indicator'; readonly view: IndicatorView }
  | { readonly kind: 'group'; readonly view: GroupView }
  | { readonly kind: 'tag'; readonly text: string }
  | { readonly kind: 'member'; readonly id: string };

type Finds = ReadonlyMap<string, Found>;
type Find = (ids: readonly string[], context: GraphContext) => Promise<Finds>;

/**
 * One id space for all kinds: one kind after the other is asked for all that is not known yet, in few reads. Hidden and
 * absent ids cost the same. What was just written is asked for last: nearly all that is asked for is older.
 */
const kinds: readonly Find[] = [findDescriptors, findIndicators, findTagged, findOwn, findGroups];

export async function findObject(id: string, context: GraphContext): Promise<Found | undefined> {
  return (await findObjects([id], context)).get(id);
}

export async function findObjects(ids: readonly string[], context: GraphContext): Promise<Finds> {
  const { member } = context.caller;
  const mine = ids.filter((id) => member.groups.includes(id));
  const found = new Map(await findGroups(mine, context));
  if (ids.includes(member.id)) found.set(member.id, { kind: 'member', id: member.id });
  for (const find of kinds) {
    const left = ids.filter((id) => !found.has(id) && !mine.includes(id));
    if (left.length === 0) break;
    for (const [id, one] of await find(left, context)) found.set(id, one);
  }
  return found;
}

async function findDescriptors(ids: readonly string[], { caller, deps }: GraphContext) {
  return asDescriptors(await readDescriptors(ids, caller, deps));
}

/** What its owner has written and no index tells yet. */
async function findOwn(ids: readonly string[], { caller, deps }: GraphContext) {
  return asDescriptors(await readOwn(ids, caller, deps));
}

function asDescriptors(views: ReadonlyMap<string, DescriptorView>): Finds {
  return new Map([...views].map(([id, view]) => [id, { kind: 'descriptor', view }]));
}

async function findIndicators(ids: readonly string[], { caller, deps }: GraphContext) {
  const views = await mapSome(ids, (id) => viewIndicator(id, caller, deps));
  return new Map(views.map(([id, view]): [string, Found] => [id, { kind: 'indicator', view }]));
}

async function findTagged(ids: readonly string[], context: GraphContext) {
  const texts = await findTags(ids, context);
  return new Map(texts.map((text): [string, Found] => [tagId(text), { kind: 'tag', text }]));
}

async function findGroups(ids: readonly string[], { caller, deps }: GraphContext) {
  const views = await mapSome(ids, (id) => seen(showGroup(id, caller, deps)));
  return new Map(views.map(([id, view]): [string, Found] => [id, { kind: 'group', view }]));
}

/** What was found; what is refused is not there. */
async function seen<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isRefusal(error) && error.code === 'object.not_found') return undefined;
    throw error;
  }
}

export function nodeOf(found: Found, context: GraphContext): GraphNode {
  switch (found.kind) {
    case 'descriptor':
      return descriptorNode(found.view, context);
    case 'indicator':
      return indicatorNode(found.view, context);
    case 'group':
      return groupNode(found.view);
    case 'tag':
      return tagNode(found.text);
    case 'member':
      return memberNode(found.id, context);
  }
}
