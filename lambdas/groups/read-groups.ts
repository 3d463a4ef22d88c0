import type { Caller } from '../core/caller';
import { type GroupView, groupView, maySeeRoster } from '../core/group-view';
import { isoTime } from '../core/time';
import { findGroup, notOwner } from './find-group';
import type { GroupDeps } from './group-deps';

type Deps = Pick<GroupDeps, 'groups' | 'lists'>;

/** The caller's groups, as they are now and not as a cache has them. */
export async function listMyGroups(
  { member }: Caller,
  { groups }: Pick<Deps, 'groups'>,
): Promise<{ groups: GroupView[] }> {
  const memberships = await groups.readMemberships(member.id);
  const roles = new Map(memberships.map(({ groupId, role }) => [groupId, role]));
  const found = await groups.readGroups(roles.keys());
  const sorted = found.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { groups: sorted.map((group) => groupView(group, roles.get(group.id) ?? 'none')) };
}

/** The groups that the community may know of; to who is not in it, there are none. */
export async function listListedGroups(
  after: string | undefined,
  { audiences }: Caller,
  { groups, lists }: Deps,
): Promise<{ groups: GroupView[]; next: string | null }> {
  if (!audiences.includes('community')) return { groups: [], next: null };
  const { items, next } = await lists.listListedIds(after);
  const found = (await groups.readGroups(items)).filter(({ isListed }) => isListed);
  const sorted = found.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { groups: sorted.map((group) => groupView(group, 'neighbour')), next };
}

export async function showGroup(
  groupId: string,
  caller: Caller,
  { groups }: Pick<Deps, 'groups'>,
): Promise<GroupView> {
  const { group, standing } = await findGroup(groupId, caller, groups);
  return groupView(group, standing, await groups.readTexts(groupId));
}

/** Who is in a group, for those who may know. */
export async function readRoster(
  { groupId, after }: { readonly groupId: string; readonly after: string | undefined },
  caller: Caller,
  { groups, lists }: Deps,
) {
  const { group, standing } = await findGroup(groupId, caller, groups);
  if (!maySeeRoster(group, standing)) throw notOwner();
  const { items, next } = await lists.listRoster(groupId, after);
  const names = await lists.readNames(items.map(({ memberId }) => memberId));
  const members = items.map(({ memberId, role, joinedAt }) => ({
    ...{ id: memberId, name: names.get(memberId) ?? '', role, joinedAt: isoTime(joinedAt) },
  }));
  return { members, next };
}
