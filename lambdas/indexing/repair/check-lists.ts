import type { Audience } from '../../core/audience';
import type { AudienceRow } from '../../core/commit-plan';
import { listsOf } from '../../core/list-plan';
import { type Pointer, tokens } from '../../core/pointers';
import { placeKey } from '../../store/index-keys';
import type { PointerLeave } from '../../store/list-writes';
import type { Drift } from './drift';
import type { RepairDeps, Scope } from './repair-deps';

const placesPerPage = 1000;

/**
 * Takes places out of the lists that no row came to: an indexer put them and died before its commit, and the next
 * one came to another. They are found by the list of all, which is written first, and taken from the lists that the
 * object is in, or left, now. One that it would have been in by an older version alone stays, and costs each walk
 * over it a read; readers hand over nothing by it.
 */
export async function checkLists(
  audience: Audience,
  { mends }: Scope,
  drift: Drift,
  deps: RepairDeps,
): Promise<void> {
  let from: string | undefined;
  do {
    const { pointers, isComplete } = await deps.lists.readList({
      ...{ audience, token: tokens.all, newestFirst: false, limit: placesPerPage },
      ...(from === undefined ? {} : { from }),
    });
    const strays = await straysAmong(audience, pointers.filter(stands), deps);
    drift.strays += strays.length;
    if (mends)
      await deps.pointers.leave(
        strays.flatMap((one) => leavesOf(audience, one)),
        deps.now(),
      );
    const last = pointers.at(-1);
    from = isComplete || !last ? undefined : placeKey(last);
  } while (from !== undefined);
}

function stands({ at, gones }: Pointer): boolean {
  return Math.max(0, ...gones) < at;
}

interface Stray {
  readonly pointer: Pointer;
  /** The object's, at another place; it may have none. */
  readonly row: AudienceRow | undefined;
}

/**
 * A row comes to a place in a commit on a head before that place, and heads only grow: so where the head has passed
 * a place, and the row that is read after it is not first seen there, none will ever be.
 */
async function straysAmong(
  audience: Audience,
  pointers: readonly Pointer[],
  { feeds, repairs }: RepairDeps,
): Promise<Stray[]> {
  const { position } = await feeds.readHead(audience);
  const rows = await repairs.readRows(audience, pointers);
  return pointers.flatMap((pointer) => {
    const row = rows.get(pointer.id);
    const isStray = pointer.firstSeen <= position && row?.firstSeen !== pointer.firstSeen;
    return isStray ? [{ pointer, row }] : [];
  });
}

/** Whatever was put there is of before the position that is left. */
function leavesOf(audience: Audience, { pointer, row }: Stray): PointerLeave[] {
  const { firstSeen, indicatorId, id, at } = pointer;
  const left = [tokens.all, ...listsOf(row).map(({ token }) => token), ...(row?.leaves ?? [])];
  return [...new Set(left)].map((token) => ({
    ...{ audience, token, firstSeen, indicatorId, id, position: at + 1 },
  }));
}
