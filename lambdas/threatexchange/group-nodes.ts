import { graphTime } from '../core/graph-words';
import type { GroupView } from '../core/group-view';
import { isoTime } from '../core/time';
import type { GraphNode } from './render';

const defaults = [
  ...['id', 'name', 'description', 'group_id', 'members_can_see', 'members_can_use'],
  ...['threat_updates_enabled', 'last_updated', 'added_on'],
];

/** A privacy group; its stream of updates is always there. */
export function groupNode(view: GroupView): GraphNode {
  const { id, name, description, membersCanSee, membersCanUse, version, createdAt } = view;
  return {
    id,
    defaults,
    fields: {
      ...{ group_id: () => id, name: () => name, description: () => description || name },
      members_can_see: () => membersCanSee,
      members_can_use: () => membersCanUse,
      threat_updates_enabled: () => true,
      last_updated: () => graphTime(isoTime(version)),
      added_on: () => graphTime(createdAt),
    },
  };
}
