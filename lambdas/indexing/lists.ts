import type { Audience } from '../core/audience';
import type { AudienceRow, Change } from '../core/commit-plan';
import { arrivals, listsOf } from '../core/list-plan';
import type { PointerLeave, PointerPut } from '../store/list-writes';
import type { PointerStore } from '../store/pointer-store';

/** Puts rows where searches find them, before the commit that they are found by. */
export async function enterLists(
  audience: Audience,
  changes: readonly Change[],
  pointers: PointerStore,
): Promise<void> {
  const [anew, others] = parted(changes, ({ before, isAnew }) => isAnew && before !== undefined);
  const [known, fresh] = parted(others, isKnown);
  const put = (of: readonly Change[]) =>
    of.flatMap((change) => putsOf(audience, change.after, arrivals(change)));
  await Promise.all([
    pointers.putNew(put(fresh)),
    pointers.putAgain(put(known)),
    pointers.missing(put(anew)).then((missing) => pointers.putAgain(missing)),
  ]);
}

/** Takes rows from the lists that they have left; what was put there since stays. */
export async function leaveLists(
  audience: Audience,
  rows: readonly AudienceRow[],
  pointers: PointerStore,
  nowMicros: number,
): Promise<void> {
  await pointers.leave(
    rows.flatMap((row) => leavesOf(audience, row)),
    nowMicros,
  );
}

/** A row that is to leave all of its lists at its place. */
export function asLeft(row: AudienceRow): AudienceRow {
  return { ...row, position: row.position + 1, leaves: listsOf(row).map(({ token }) => token) };
}

/** All pointers that a row wants, as of a position. */
export function wantedPointers(audience: Audience, row: AudienceRow, at: number): PointerPut[] {
  return putsOf(audience, { ...row, position: at }, listsOf(row));
}

function isKnown({ before, after }: Change): boolean {
  return before?.firstSeen === after.firstSeen;
}

function putsOf(
  audience: Audience,
  { firstSeen, indicatorId, id, position: at }: AudienceRow,
  lists: ReturnType<typeof listsOf>,
): PointerPut[] {
  return lists.map((listed) => ({ audience, firstSeen, indicatorId, id, at, ...listed }));
}

/** The lists that a row has left by its last change. */
export function leavesOf(
  audience: Audience,
  { firstSeen, indicatorId, id, position, leaves = [] }: AudienceRow,
): PointerLeave[] {
  return leaves.map((token) => ({ audience, token, firstSeen, indicatorId, id, position }));
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}
