import type { Group, GroupRole, GroupTexts } from './group';
import { isoTime } from './time';

/** What somebody is to a group. Whoever is nothing to it can't tell it from one that is not there. */
export type Standing = GroupRole | 'invited' | 'neighbour' | 'none';

export interface Place {
  readonly role: GroupRole | undefined;
  readonly isInvited: boolean;
  readonly isInCommunity: boolean;
}

export function standingIn(
  group: Pick<Group, 'isListed'> | undefined,
  { role, isInvited, isInCommunity }: Place,
): Standing {
  if (!group) return 'none';
  if (role) return role;
  if (isInvited) return 'invited';
  return group.isListed && isInCommunity ? 'neighbour' : 'none';
}

/** The one decision about the roster: members, their number, who owns it, who let whom in. */
export function maySeeRoster(
  { membersCanSee }: Pick<Group, 'membersCanSee'>,
  standing: Standing,
): boolean {
  return standing === 'owner' || (standing === 'member' && membersCanSee);
}

/** What of a group is told to somebody who may know of it. */
export function groupView(group: Group, standing: Standing, texts?: GroupTexts) {
  const { id, name, description, membersCanSee, membersCanUse, isListed, version } = group;
  const { createdAt, memberCount, ownerCount } = group;
  return {
    ...{ id, name, description, membersCanSee, membersCanUse, isListed },
    ...(standing === 'owner' || standing === 'member' ? { role: standing } : {}),
    ...(maySeeRoster(group, standing) ? { memberCount, ownerCount } : {}),
    version,
    createdAt: isoTime(createdAt),
    ...(texts ? { charter: texts.charter, contributionRule: ruleOf(texts) } : {}),
  };
}
export type GroupView = ReturnType<typeof groupView>;

export function ruleOf({ contributionRule }: GroupTexts): Record<string, unknown> | null {
  return JSON.parse(contributionRule) as Record<string, unknown> | null;
}
