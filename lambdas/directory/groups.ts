import type { Caller } from '../core/caller';
import { limits } from '../core/descriptor';
import type { Idempotency } from '../core/idempotency';
import { type Created, fingerprintOf, newId, repeatOf } from '../core/new-object';
import { DomainError, notFound } from '../core/problem';
import type { DirectoryStore } from '../store/directory-store';
import type { DirectoryDeps } from './members';

export interface GroupView {
  readonly id: string;
  readonly name: string;
}

export async function createGroup(
  { name }: { readonly name: string },
  operator: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<Created<GroupView>> {
  const id = newId('group', operator, idempotency, deps);
  const added = await deps.directory.addGroup({ id, name, ...fingerprintOf(idempotency) });
  if (added) return { created: true, value: { id, name } };
  const standing = repeatOf(await deps.directory.readGroup(id), idempotency);
  return { created: false, value: { id: standing.id, name: standing.name } };
}

/**
 * Makes the list the whole membership of a group. Everybody who ever was in it is looked at, by their own
 * records: the roster's index may lag, and must never be the reason that somebody stays.
 */
export async function setGroupMembers(
  groupId: string,
  wanted: readonly string[],
  { directory, now }: Pick<DirectoryDeps, 'directory' | 'now'>,
): Promise<{ members: string[] }> {
  const group = await directory.readGroup(groupId);
  if (!group) throw notFound();
  const members = [...new Set(wanted)].sort();
  await Promise.all(members.map((id) => requireRoom(id, wanted.indexOf(id), groupId, directory)));
  await directory.rememberMembers(groupId, members);
  const leaving = [...(group.everMembers ?? [])].filter((id) => !members.includes(id));
  for (const id of leaving) await directory.removeMembership(groupId, id);
  for (const id of members) await directory.addMembership(groupId, id, now());
  return { members };
}

async function requireRoom(
  memberId: string,
  at: number,
  groupId: string,
  directory: DirectoryStore,
): Promise<void> {
  const pointer = `/members/${at}`;
  const record = await directory.readMember(memberId);
  if (!record || record.member.organisationClass === 'operator') {
    throw new DomainError('field.invalid', 'There is no such member.', { pointer });
  }
  const { groups } = record.member;
  if (!groups.includes(groupId) && groups.length >= limits.groupsOfMember) {
    const detail = `A member is in at most ${limits.groupsOfMember} groups, and this one is.`;
    throw new DomainError('member.too_many_groups', detail, { pointer });
  }
}

/** Who the caller is here, with the names of its groups. */
export async function readMe(caller: Caller, { directory }: Pick<DirectoryDeps, 'directory'>) {
  const { groups: groupIds, ...member } = caller.member;
  const groups = await Promise.all([...groupIds].sort().map((id) => directory.readGroup(id)));
  return {
    member,
    role: caller.credential.role,
    scopes: caller.scopes,
    groups: groups.flatMap((group) => (group ? [{ id: group.id, name: group.name }] : [])),
    audiences: caller.audiences,
  };
}
