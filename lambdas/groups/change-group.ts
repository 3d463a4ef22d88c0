import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import type { Idempotency } from '../core/idempotency';
import { DomainError } from '../core/problem';
import type { StoredGroup } from '../store/group-rows';
import type { GroupChange } from '../store/group-store';
import { pauseBeforeRound } from '../store/pause';
import type { GroupDeps } from './group-deps';

/** Who asks for a change, and under which key. */
export interface Asking {
  readonly caller: Caller;
  readonly idempotency: Idempotency | undefined;
}

/** What is to be done, by a group as it was just read; undefined is nothing. What it reads itself, it reads after that. */
export type Decide = (group: StoredGroup | undefined) => Promise<GroupChange | undefined>;

const tries = 10;

/**
 * Changes a group by what it is at that moment: two who change it at once do so one after the other, each by what
 * the other has left. Undefined when nothing was to be changed, or when this very request did it before.
 */
export async function changeGroup(
  groupId: string,
  { caller, idempotency }: Asking,
  decide: Decide,
  { groups, repeats, now }: Pick<GroupDeps, 'groups' | 'repeats' | 'now'>,
): Promise<StoredGroup | undefined> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (await repeats.isDone(idempotency)) return undefined;
    const old = await groups.readGroup(groupId);
    const change = await decide(old);
    if (!change) return undefined;
    const mark = idempotency && repeats.mark(idempotency, now());
    const written = { ...change, by: byOf(caller), ...(mark ? { mark } : {}) };
    if (await groups.write(old, written)) return change.next;
    await pauseBeforeRound(Math.min(attempt, 4));
  }
  throw new DomainError('storage.busy', 'Many are changing this group just now; try again.');
}
