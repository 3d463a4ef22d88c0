import { type AudienceRow, type Change, countedProjection } from './commit-plan';
import { type Summary, type SummaryRow, summarise, withoutRow, withRow } from './summary';

/** A summary before and after a commit; `reread` where only the rows of the partition can tell. */
export interface SummaryChange {
  readonly indicatorId: string;
  readonly before: Summary | undefined;
  readonly after: Summary | undefined | 'reread';
}

/** Adjusts the summaries of the indicators that a commit changes, by (row replaced → row written). */
export function planSummaries(
  present: ReadonlyMap<string, Summary>,
  changes: readonly Change[],
): SummaryChange[] {
  const after = new Map<string, Summary | undefined | 'reread'>();
  for (const change of changes) {
    const { indicatorId } = change.after;
    const current = after.has(indicatorId) ? after.get(indicatorId) : present.get(indicatorId);
    after.set(indicatorId, current === 'reread' ? current : adjust(current, change));
  }
  return [...after].map(([indicatorId, summary]) => ({
    indicatorId,
    before: present.get(indicatorId),
    after: summary,
  }));
}

function adjust(summary: Summary | undefined, change: Change): Summary | undefined | 'reread' {
  if (change.isAnew) return 'reread';
  const leaving = counted(change.before);
  const coming = counted(change.after);
  const { position } = change.after;
  const without = leaving ? withoutRow(summary, leaving, position) : summary;
  if (without === 'reread') return 'reread';
  return coming ? withRow(without, coming, position) : without;
}

/** The summary that a partition's rows give once the changes are in. */
export function resummarise(
  rows: readonly AudienceRow[],
  changes: readonly Change[],
): Summary | undefined {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { after } of changes) byId.set(after.id, after);
  const live = [...byId.values()].flatMap((row) => counted(row) ?? []);
  const lastChange = Math.max(...[...byId.values()].map(({ position }) => position));
  return summarise(live, lastChange);
}

function counted(row: AudienceRow | undefined): SummaryRow | undefined {
  const projection = countedProjection(row);
  return row && projection && { projection, firstSeen: row.firstSeen };
}
