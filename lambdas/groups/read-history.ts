import type { Caller } from '../core/caller';
import type { HistoryLine } from '../core/group-history';
import { maySeeRoster } from '../core/group-view';
import { isoTime } from '../core/time';
import { findGroup, notOwner } from './find-group';
import type { GroupDeps } from './group-deps';

/** What happened in a group: to an owner all of it, to a member what was about itself. */
export async function readHistory(
  { groupId, after }: { readonly groupId: string; readonly after: number },
  caller: Caller,
  { groups, lists }: Pick<GroupDeps, 'groups' | 'lists'>,
) {
  const { group, standing } = await findGroup(groupId, caller, groups);
  const { id } = caller.member;
  if (standing !== 'owner' && standing !== 'member') throw notOwner();
  const { items, next } =
    standing === 'owner'
      ? await lists.listLines(groupId, after)
      : await lists.listOwnLines(groupId, id, after);
  const namesOthers = maySeeRoster(group, standing);
  const lines = items.map((line) => shown(line, (other) => namesOthers || other === id));
  return { lines, next: next === null ? null : Number(next) };
}

function shown(
  { version, by, invitedBy, ...line }: HistoryLine,
  isShown: (memberId: string) => boolean,
) {
  return {
    ...{ version, at: isoTime(version), ...line },
    ...(isShown(by.member) ? { by: by.member } : {}),
    ...(invitedBy !== undefined && isShown(invitedBy) ? { invitedBy } : {}),
  };
}
