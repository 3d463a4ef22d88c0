import type { z } from 'zod';
import type { createGroupBody } from '../contracts/groups.contract';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { limits } from '../core/descriptor';
import type { Group, GroupTexts, RosterChange } from '../core/group';
import { type GroupView, groupView } from '../core/group-view';
import type { Idempotency } from '../core/idempotency';
import { type Created, fingerprintOf, newId, repeatOf } from '../core/new-object';
import { DomainError, notFound } from '../core/problem';
import { pauseBeforeRound } from '../store/pause';
import type { GroupDeps } from './group-deps';

export type CreateGroupRequest = z.output<typeof createGroupBody>;

const tries = 5;

/** A group of which the caller is the owner. One that an operator makes is without members until he names some. */
export async function createGroup(
  request: CreateGroupRequest,
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: GroupDeps,
): Promise<Created<GroupView>> {
  const { groups } = deps;
  const isOperator = caller.member.organisationClass === 'operator';
  const standing = isOperator ? 'neighbour' : 'owner';
  const id = newId('group', caller, idempotency, deps);
  const { next, texts } = drafted(id, request, !isOperator, deps.now());
  const memberId = caller.member.id;
  const roster: RosterChange = { memberId, from: undefined, to: 'owner' };
  const line = { event: 'group.created', by: byOf(caller) } as const;
  const change = {
    ...{ next: { ...next, ...fingerprintOf(idempotency) }, texts },
    ...(isOperator ? { line } : { roster, line: { ...line, memberId, role: 'owner' as const } }),
  };
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (await groups.write(undefined, change)) {
      return { created: true, value: groupView(next, standing, texts) };
    }
    const old = await groups.readGroup(id);
    if (old) {
      const value = groupView(repeatOf(old, idempotency), standing, await groups.readTexts(id));
      return { created: false, value };
    }
    await requireRoom(caller, deps);
    await pauseBeforeRound(attempt);
  }
  throw new DomainError('storage.busy', 'Storage is busy; try again.');
}

function drafted(
  id: string,
  { charter, contributionRule, ...profile }: CreateGroupRequest,
  hasOwner: boolean,
  version: number,
): { next: Group; texts: GroupTexts } {
  const count = Number(hasOwner);
  const counts = { memberCount: count, ownerCount: count };
  const versions = { createdAt: version, version, rosterVersion: version };
  return {
    next: { id, ...profile, ...versions, ...counts },
    texts: { charter, contributionRule: JSON.stringify(contributionRule) },
  };
}

/** Once a member is in as many groups as one may be, it comes into no other; an operator into none. */
export async function requireRoom(
  { member }: Caller,
  { groups }: Pick<GroupDeps, 'groups'>,
): Promise<void> {
  const { isEligible, groupCount } = await groups.readCandidate(member.id);
  if (!isEligible) throw notFound();
  if (groupCount < limits.groupsOfMember) return;
  const detail = `You are in ${limits.groupsOfMember} groups, which is the most: leave one first.`;
  throw new DomainError('member.too_many_groups', detail);
}
