import { DomainError } from '../core/problem';
import type { StoredGroup } from '../store/group-rows';
import type { GroupChange, GroupStore } from '../store/group-store';
import { pauseBeforeRound } from '../store/pause';

const tries = 8;

/**
 * Changes a group by what it is at that moment: two who change it at once do so one after the other, each by what
 * the other has left. Undefined when nothing was to be changed.
 */
export async function changeGroup(
  groupId: string,
  decide: (group: StoredGroup | undefined) => Promise<GroupChange | undefined>,
  groups: Pick<GroupStore, 'readGroup' | 'write'>,
): Promise<StoredGroup | undefined> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const old = await groups.readGroup(groupId);
    const change = await decide(old);
    if (!change) return undefined;
    if (await groups.write(old, change)) return change.next;
    await pauseBeforeRound(Math.min(attempt, 4));
  }
  throw new DomainError('storage.busy', 'Many are changing this group just now; try again.');
}
