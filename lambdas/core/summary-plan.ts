import { type AudienceRow, type Change, countedProjection } from './commit-plan';
import {
  type Subject,
  type Summary,
  type SummaryRow,
  summarise,
  withoutRemark,
  withoutRow,
  withRemark,
  withRow,
} from './summary';
import { talkRow } from './talk';

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
  if ((change.after.kind ?? 'descriptor') !== 'descriptor') return adjustTalk(summary, change);
  const leaving = counted(change.before);
  const coming = counted(change.after);
  const { position } = change.after;
  const without = leaving ? withoutRow(summary, leaving, position) : summary;
  if (without === 'reread') return 'reread';
  return coming ? withRow(without, coming, position) : without;
}

function adjustTalk(
  summary: Summary | undefined,
  { before, after }: Change,
): Summary | undefined | 'reread' {
  const [leaving, coming] = [talkRow(before), talkRow(after)];
  // What does not show is no change of the summary that an audience could tell.
  const isQuiet = after.position === (before?.position ?? 0);
  const lastChange = isQuiet ? (summary?.lastChange ?? 0) : after.position;
  const without = leaving ? withoutRemark(summary, leaving, lastChange) : summary;
  if (without === 'reread' || !coming) return without;
  return withRemark(without, coming, subjectOf(after), lastChange);
}

function subjectOf({ projection, held }: AudienceRow): Subject {
  const { type, value } = JSON.parse(projection ?? held ?? '{}') as Subject;
  return { type, value };
}

/** The summary that a partition's rows give once the changes are in. */
export function resummarise(
  rows: readonly AudienceRow[],
  changes: readonly Change[],
): Summary | undefined {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { after } of changes) byId.set(after.id, after);
  const all = [...byId.values()];
  const live = all.flatMap((row) => counted(row) ?? []);
  const lastChange = Math.max(...all.map(({ position }) => position));
  return all.reduce(
    (summary, row) => {
      const said = talkRow(row);
      return said ? withRemark(summary, said, subjectOf(row), lastChange) : summary;
    },
    summarise(live, lastChange),
  );
}

function counted(row: AudienceRow | undefined): SummaryRow | undefined {
  const projection = countedProjection(row);
  return row && projection && { projection, firstSeen: row.firstSeen };
}
