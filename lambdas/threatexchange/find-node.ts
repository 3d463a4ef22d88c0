import type { DescriptorView } from '../core/descriptor-view';
import type { GroupView } from '../core/group-view';
import { showGroup } from '../groups/read-groups';
import { readDescriptor } from '../search/read-descriptor';
import { type IndicatorView, readIndicator } from '../search/read-indicator';
import { findTag } from './find-tag';
import type { GraphContext } from './graph-context';
import { isRefusal } from './graph-error';
import { groupNode } from './group-nodes';
import { descriptorNode, indicatorNode, memberNode, tagNode } from './nodes';
import type { GraphNode } from './render';

/** What an id is of, as far as the caller sees it. */
export type Found =
  | { readonly kind: 'descriptor'; readonly view: DescriptorView }
  | { readonly kind: 'indicator'; readonly view: IndicatorView }
  | { readonly kind: 'group'; readonly view: GroupView }
  | { readonly kind: 'tag'; readonly text: string }
  | { readonly kind: 'member'; readonly id: string };

/** One id space for all kinds: each is asked until one knows it. Hidden and absent ids cost the same. */
export async function findObject(id: string, context: GraphContext): Promise<Found | undefined> {
  const { caller, deps } = context;
  if (id === caller.member.id) return { kind: 'member', id };
  if (caller.member.groups.includes(id)) return findGroup(id, context);
  const descriptor = await seen(readDescriptor(id, caller, deps));
  if (descriptor) return { kind: 'descriptor', view: descriptor };
  const indicator = await seen(readIndicator(id, caller, deps));
  if (indicator) return { kind: 'indicator', view: indicator };
  const text = await findTag(id, context);
  if (text !== undefined) return { kind: 'tag', text };
  return findGroup(id, context);
}

async function findGroup(id: string, { caller, deps }: GraphContext): Promise<Found | undefined> {
  const view = await seen(showGroup(id, caller, deps));
  return view && { kind: 'group', view };
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
