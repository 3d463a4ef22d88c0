import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { limits } from '../core/descriptor';
import { groupLimits } from '../core/group';
import { DomainError, notFound } from '../core/problem';
import { isoTime } from '../core/time';
import type { StoredGroup } from '../store/group-rows';
import { type Asking, changeGroup } from './change-group';
import { findGroup, placeIn, requireOwner } from './find-group';
import type { GroupDeps } from './group-deps';
import { alreadyIn } from './invite-member';
import { moved, type Subject } from './move-member';

type Deps = Pick<GroupDeps, 'groups' | 'repeats' | 'now'>;

/** A member's half of a consent, for a group that it may know of. */
export async function askToJoin(
  groupId: string,
  message: string,
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const { groups, now } = deps;
  const decide = async (old: StoredGroup | undefined) => {
    const { group, place } = await placeIn(old, groupId, asking.caller, groups);
    if (place.role) throw alreadyIn();
    if (place.request) return undefined;
    const waiting = await groups.readConsents('request', groupId);
    if (waiting.length >= groupLimits.pending) {
      const detail = 'Too many wait for an answer of this group: ask again later.';
      throw new DomainError('group.too_many_pending', detail);
    }
    const memberId = asking.caller.member.id;
    const by = byOf(asking.caller);
    const adds = { kind: 'request', groupId, memberId, by, at: now(), message } as const;
    return { next: group, adds };
  };
  await changeGroup(groupId, asking, decide, deps);
}

export async function approveRequest(
  { groupId, memberId }: Subject,
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const { groups } = deps;
  const decide = async (old: StoredGroup | undefined) => {
    const found = await placeIn(old, groupId, asking.caller, groups);
    requireOwner(found);
    const { role, request } = await groups.readPlace(groupId, memberId);
    if (role) return undefined;
    if (!request) throw notFound();
    const { isEligible, groupCount } = await groups.readCandidate(memberId);
    if (!isEligible || groupCount >= limits.groupsOfMember) throw cannotJoin();
    const event = { event: 'group.joined' } as const;
    const change = { memberId, from: undefined, to: 'member' } as const;
    return { ...moved(found.group, change, event, asking, deps), takes: request };
  };
  await changeGroup(groupId, asking, decide, deps);
}

/** Owners decline; who asked takes it back, also where the group can be seen no more. */
export async function dropRequest(
  { groupId, memberId }: Subject,
  asking: Asking,
  deps: Deps,
): Promise<void> {
  const isOwn = memberId === asking.caller.member.id;
  const decide = async (old: StoredGroup | undefined) => {
    if (!isOwn) requireOwner(await placeIn(old, groupId, asking.caller, deps.groups));
    const { request } = await deps.groups.readPlace(groupId, memberId);
    if (!old || !request) throw notFound();
    return { next: old, takes: request };
  };
  await changeGroup(groupId, asking, decide, deps);
}

export async function listRequests(
  groupId: string,
  caller: Caller,
  { groups, lists }: Pick<GroupDeps, 'groups' | 'lists'>,
) {
  requireOwner(await findGroup(groupId, caller, groups));
  const consents = await groups.readConsents('request', groupId);
  const names = await lists.readNames(consents.map(({ memberId }) => memberId));
  return {
    requests: consents.map(({ memberId, at, message }) => ({
      ...{ memberId, name: names.get(memberId) ?? '', askedAt: isoTime(at), message },
    })),
  };
}

/** Which of the reasons it is would tell how many groups the other is in. */
function cannotJoin(): DomainError {
  const detail =
    'Who asked can join no group just now: decline the request, or leave it for later.';
  return new DomainError('group.cannot_join', detail);
}
