import { actorOf, type Caller } from '../core/caller';
import type { Group } from '../core/group';
import type { Idempotency } from '../core/idempotency';
import { type Created, fingerprintOf, newId, repeatOf } from '../core/new-object';
import type { GroupDeps } from './group-deps';

/** A group without members, until an operator names some. */
export async function createGroup(
  { name }: Pick<Group, 'name'>,
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: GroupDeps,
): Promise<Created<Group>> {
  const id = newId('group', caller, idempotency, deps);
  const version = deps.now();
  const next: Group = {
    ...{ id, name, description: '', createdAt: version, version, rosterVersion: version },
    ...{ membersCanSee: false, membersCanUse: true, isListed: false },
    ...{ memberCount: 0, ownerCount: 0 },
  };
  const line = { event: 'group.created', by: actorOf(caller) } as const;
  const isWritten = await deps.groups.write(undefined, {
    next: { ...next, ...fingerprintOf(idempotency) },
    line,
  });
  if (isWritten) return { created: true, value: next };
  return { created: false, value: repeatOf(await deps.groups.readGroup(id), idempotency) };
}
