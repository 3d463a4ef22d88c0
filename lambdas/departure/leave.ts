import type { By } from '../core/by';
import { type Group, withRosterChange } from '../core/group';
import type { Clock } from '../core/time';
import type { DepartureStore } from '../store/departure-store';
import type { DirectoryStore } from '../store/directory-store';
import type { Membership } from '../store/group-rows';
import type { GroupStore } from '../store/group-store';
import { pauseBeforeRound } from '../store/pause';
import { type ForgetDeps, forget } from './forget';

export interface LeaveDeps extends ForgetDeps {
  readonly departures: Pick<DepartureStore, 'listMemberships' | 'readStanding'>;
  readonly directory: Pick<DirectoryStore, 'readMember' | 'readProfile' | 'revokeCredential'>;
  readonly groups: Pick<GroupStore, 'readGroup' | 'write'>;
  readonly now: Clock;
}

/** A member is gone from all rosters, its credentials are over, what it kept is forgotten. What is done already stays done. */
export async function leave(memberId: string, deps: LeaveDeps): Promise<void> {
  const { departures, directory, now } = deps;
  const standing = await departures.readStanding(memberId);
  const { member = memberId, credential = '' } = standing?.by ?? {};
  const by = { member, credential };
  for (const membership of await departures.listMemberships(memberId)) {
    await leaveGroup(membership, by, deps);
  }
  const record = await directory.readMember(memberId);
  for (const { id } of record?.credentials ?? []) {
    await directory.revokeCredential(memberId, id, now());
  }
  await forget(memberId, { state: standing?.state, by }, deps);
}

const tries = 8;

/** Others may change the group meanwhile; one that keeps changing is for the next slice. */
async function leaveGroup(
  { groupId, memberId, role: from }: Membership,
  by: By,
  { groups, now }: LeaveDeps,
): Promise<void> {
  const roster = { memberId, from, to: undefined };
  const line = { event: 'group.left', memberId, by } as const;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const group: Group | undefined = await groups.readGroup(groupId);
    if (!group) return;
    const next = withRosterChange(group, roster, now());
    if (await groups.write(group, { next, roster, line })) return;
    await pauseBeforeRound(Math.min(attempt, 4));
  }
  throw new Error('a group keeps changing');
}
