import type { Audience } from '../../core/audience';
import {
  type AudienceRow,
  type Change,
  type DesiredRow,
  isOfEpoch,
  planAudience,
} from '../../core/commit-plan';
import { isSummaryOf } from '../../core/drift';
import { besideSubject, subjectsOf } from '../../core/subject';
import type { Summary } from '../../core/summary';
import { resummarise } from '../../core/summary-plan';
import { microsPerDay } from '../../core/time';
import type { Present } from '../../store/commit-store';
import { goneDays } from '../../store/commit-writes';
import type { PointerLeave, PointerPut } from '../../store/list-writes';
import { type IdPointer, idPointer } from '../../store/pointer-store';
import { leavesOf, wantedPointers } from '../lists';
import type { RepairDeps, Scope } from './repair-deps';

/** What one audience's index of some objects lacks or has wrong. */
export interface AudienceDifferences {
  /** Rows that are not what their items want. */
  readonly rows: readonly DesiredRow[];
  /** Right rows whose place in the feed is wrong or empty. */
  readonly entries: readonly DesiredRow[];
  /** Indicators whose summary is not what right rows add up to, with a live one of them if there is any. */
  readonly summaries: readonly WrongSummary[];
  readonly pointers: readonly IdPointer[];
  /** Of right rows, what the lists lack. */
  readonly lists: readonly PointerPut[];
  /** Of right rows, what they have left and still stand in. */
  readonly left: readonly PointerLeave[];
  /** What no repair may invent, in words for the operator. */
  readonly missing: readonly string[];
}

/** The versions that some of the objects have now, strongly, by id. */
export type VersionsNow = (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;

interface WrongSummary {
  readonly indicatorId: string;
  readonly row: DesiredRow | undefined;
  /** What the rows add up to. */
  readonly right: Summary | undefined;
}

const nothing = {
  rows: [],
  entries: [],
  summaries: [],
  pointers: [],
  lists: [],
  left: [],
} as const;

/** Compares what some objects want of an audience with all that it keeps of them. Writes nothing. */
export async function lookInto(
  audience: Audience,
  asked: readonly DesiredRow[],
  scope: Scope,
  deps: RepairDeps,
  versionsNow: VersionsNow,
): Promise<AudienceDifferences> {
  const present = await deps.commits.readPresent(audience, [...asked, ...subjectsOf(asked)]);
  const wanted = asked.map((want) => besideSubject(want, present));
  const missing = scope.isRebuild
    ? []
    : await whatIsMissing(audience, wanted, present, scope, deps.now(), versionsNow);
  if (missing.length > 0) return { ...nothing, missing };
  const { changes, silent, quiet } = planAudience(present.head, present.rows, wanted, deps.now());
  const changed = new Set(changes.map(({ after }) => after.id));
  const passed = new Set(
    [...silent, ...quiet].filter(isToBeKept(deps.now())).map(({ after }) => after.id),
  );
  const right = wanted.filter(({ id }) => !changed.has(id) && !passed.has(id));
  const live = right.filter(isShown);
  const shown = live.flatMap(({ id }) => present.rows.get(id) ?? []);
  const pointers = shown.map((row) => idPointer(audience, row));
  const wantedLists = shown.flatMap((row) => wantedPointers(audience, row, present.head.position));
  const left = right.flatMap(({ id }) => latelyLeft(audience, present.rows.get(id), deps.now()));
  const [entries, summaries, lost, lists, lingering] = await Promise.all([
    misplaced(audience, live, present, deps),
    wrongSummaries(audience, right, present, deps),
    deps.pointers.missingIds(pointers),
    deps.pointers.missing(wantedLists),
    deps.pointers.lingering(left),
  ]);
  const rows = [
    ...wanted.filter(({ id }) => changed.has(id)).map((row) => ({ ...row, isAnew: true })),
    // Nothing of them shows, and nothing may: a new position would tell of a change that is hidden.
    ...wanted.filter(({ id }) => passed.has(id)),
  ];
  return { rows, entries, summaries, pointers: lost, lists, left: lingering, missing };
}

/** What lingers longer than that was left before a walk, which has seen to it. */
const walkedDays = 7;

/** Who changed the row takes it from its lists after the commit, or died before. */
function latelyLeft(audience: Audience, row: AudienceRow | undefined, nowMicros: number) {
  const isLate = row && row.position > nowMicros - walkedDays * microsPerDay;
  return isLate ? leavesOf(audience, row) : [];
}

/** What waits for its subject has no place in the feed. */
function isShown({ projection, isHeld }: DesiredRow): boolean {
  return projection !== 'gone' && isHeld !== true;
}

/** A gone row is kept for a time; of what went before that there need be none. */
function isToBeKept(nowMicros: number) {
  const oldest = nowMicros - goneDays * microsPerDay;
  return ({ before, after }: Change) => before !== undefined || after.source > oldest;
}

/** A walk mends what a stream has lost; what a restore has left out is for the operator to bring. */
async function whatIsMissing(
  audience: Audience,
  wanted: readonly DesiredRow[],
  { head, rows }: Present,
  { isFeedEmpty }: Scope,
  nowMicros: number,
  versionsNow: VersionsNow,
): Promise<string[]> {
  const mend = `or run: tocsin rebuild-index ${audience}`;
  const live = wanted.filter(({ projection }) => projection !== 'gone');
  const isOld = live.some(({ source }) => source < nowMicros - microsPerDay);
  if (head.position === 0 && live.length > 0 && (isOld || isFeedEmpty || rows.size > 0)) {
    const whose = rows.size > 0 ? `, of which AudienceIndex has rows` : '';
    return [`Feed: the head of ${audience}${whose}; restore it, ${mend}`];
  }
  const suspects = wanted.filter(({ id, source }) => {
    const row = rows.get(id);
    return row && isOfEpoch(row, head) && row.source > source;
  });
  if (suspects.length === 0) return [];
  // Read after the rows: versions only grow, so what is behind now was left behind.
  const versions = await versionsNow(suspects.map(({ id }) => id));
  const ahead = suspects.find(({ id }) => (rows.get(id)?.source ?? 0) > (versions.get(id) ?? 0));
  if (!ahead) return [];
  return [
    `Exchange: the newest version of ${ahead.id}, which ${audience} has seen; restore a later copy, ${mend}`,
  ];
}

async function misplaced(
  audience: Audience,
  live: readonly DesiredRow[],
  { rows }: Present,
  { feeds }: RepairDeps,
): Promise<DesiredRow[]> {
  const positions = live.flatMap(({ id }) => rows.get(id)?.position ?? []);
  const entries = await feeds.readEntriesAt(audience, positions);
  return live.filter(({ id }) => {
    const row = rows.get(id);
    const entry = entries.get(row?.position ?? 0);
    return entry?.id !== id || entry.projection !== row?.projection;
  });
}

/** One row that stands alone says at once what its summary must be; else the partition is read. */
async function wrongSummaries(
  audience: Audience,
  right: readonly DesiredRow[],
  { rows, summaries }: Present,
  { commits }: RepairDeps,
): Promise<WrongSummary[]> {
  const wrong: WrongSummary[] = [];
  for (const indicatorId of new Set(right.map((row) => row.indicatorId))) {
    const known = right.filter((row) => row.indicatorId === indicatorId);
    const summary = summaries.get(indicatorId);
    if (
      isSummaryOf(
        summary,
        known.flatMap(({ id }) => rows.get(id) ?? []),
      )
    )
      continue;
    const all = await commits.readPartition(audience, indicatorId);
    const row = known.find(isShown);
    // Where others are live there, their own walk sees to it.
    const isOthers = row === undefined && all.some(({ projection }) => projection !== undefined);
    if (!isOthers && !isSummaryOf(summary, all)) {
      wrong.push({ indicatorId, row, right: resummarise(all, []) });
    }
  }
  return wrong;
}
