import type { Audience } from '../../core/audience';
import type { AudienceRow, DesiredRow } from '../../core/commit-plan';
import type { FeedHead } from '../../core/feed';
import { desiredRows } from '../../core/projection';
import { keyOf } from '../../store/exchange-store';
import type { FeedEntry } from '../../store/feed-store';
import { commitRuns } from '../commit-audience';
import { addFailed, addFinding, addRepaired, type Drift } from './drift';
import { type Listed, listedIn } from './listed';
import type { RepairDeps, Scope } from './repair-deps';

/**
 * Holds entries of a feed against the rows that must stand behind them, and against the truth behind those.
 * Answers the entries that do not belong there.
 */
export async function checkEntries(
  audience: Audience,
  head: FeedHead,
  entries: readonly FeedEntry[],
  scope: Scope,
  drift: Drift,
  deps: RepairDeps,
): Promise<readonly Pick<Listed, 'id' | 'position'>[]> {
  const listed = entries.flatMap(listedIn);
  let wrong = await look(audience, head, listed, deps);
  if (wrong.stray.length + wrong.orphans.length > 0 && !scope.isRebuild) {
    await deps.wait();
    wrong = await look(
      audience,
      head,
      [...wrong.stray, ...wrong.orphans.map(({ of }) => of)],
      deps,
    );
  }
  await dropOrphans(audience, wrong.orphans, scope, drift, deps);
  const leftOver = entries.filter(({ sk }) => sk <= head.epoch);
  const strays = [...wrong.stray, ...leftOver.map(({ id, sk }) => ({ id, position: sk }))];
  await removeStrays(audience, strays, scope, drift, deps);
  return strays;
}

interface Wrong {
  /** Entries at which no row points, though they are still there. */
  readonly stray: readonly Listed[];
  readonly orphans: readonly { readonly of: Listed; readonly row: AudienceRow }[];
}

async function look(
  audience: Audience,
  head: FeedHead,
  listed: readonly Listed[],
  { repairs, exchange, feeds }: RepairDeps,
): Promise<Wrong> {
  const [rows, items] = await Promise.all([
    repairs.readRows(audience, listed),
    exchange.readCurrent(listed.map(keyOf)),
  ]);
  const isElsewhere = ({ id, position }: Listed) => rows.get(id)?.position !== position;
  const suspects = listed.filter((one) => one.position > head.epoch && isElsewhere(one));
  const there = await feeds.readEntriesAt(
    audience,
    suspects.map(({ position }) => position),
  );
  const orphans = listed.flatMap((of) => {
    const row = rows.get(of.id);
    const isKept = row?.projection === undefined || isWanted(items.get(of.id), audience);
    return isKept ? [] : [{ of, row }];
  });
  return { stray: suspects.filter(({ position }) => there.has(position)), orphans };
}

/** Whether an item says anything of the audience; if that it is gone, its own walk sees to it. */
function isWanted(
  read: (() => Parameters<typeof desiredRows>[0]) | undefined,
  audience: Audience,
): boolean {
  if (!read) return false;
  try {
    return desiredRows(read()).has(audience);
  } catch {
    return true;
  }
}

async function dropOrphans(
  audience: Audience,
  orphans: Wrong['orphans'],
  { mends, dropsOrphans }: Scope,
  drift: Drift,
  deps: RepairDeps,
): Promise<void> {
  for (const { of } of orphans) addFinding(drift, { kind: 'orphan', audience, id: of.id });
  if (!mends || !dropsOrphans) return;
  const gone = orphans.map(
    ({ row: { kind, id, indicatorId, createdAt, source } }): DesiredRow => ({
      ...{ kind, id, indicatorId, createdAt, source, projection: 'gone' },
    }),
  );
  const failures = await commitRuns(audience, gone, deps);
  for (const [id, error] of failures) addFailed(drift, id, deps.reasonOf(error));
  for (const { id } of gone) if (!failures.has(id)) addRepaired(drift, 'orphan');
}

async function removeStrays(
  audience: Audience,
  strays: readonly Pick<Listed, 'id' | 'position'>[],
  { mends }: Scope,
  drift: Drift,
  { repairs }: RepairDeps,
): Promise<void> {
  for (const { id, position } of strays) {
    addFinding(drift, { kind: 'entry', audience, id });
    if (!mends) continue;
    if (await repairs.removeEntry(audience, position, id)) addRepaired(drift, 'entry');
  }
}
