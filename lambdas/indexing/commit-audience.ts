import type { Audience } from '../core/audience';
import {
  type AudiencePlan,
  type AudienceRow,
  type DesiredRow,
  planAudience,
} from '../core/commit-plan';
import { DomainError } from '../core/problem';
import { besideSubject, isRemark, subjectsOf, wantsOf } from '../core/subject';
import type { Clock } from '../core/time';
import type { CommitStore, Present } from '../store/commit-store';
import { changesPerCommit } from '../store/commit-writes';
import { chunks } from '../store/item';
import { idPointer, type PointerStore } from '../store/pointer-store';
import { asLeft, enterLists, leaveLists } from './lists';
import { summaryWrites } from './summary-writes';

export interface CommitDeps {
  readonly commits: CommitStore;
  readonly pointers: PointerStore;
  readonly now: Clock;
  /** Waits before another try; `try` counts from 1. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Whether a call failed for want of capacity or time: fewer at once would not help. */
  readonly isBusy: (error: unknown) => boolean;
}

/** Fewer objects meet fewer others; what stays is for the stream to bring again. */
const keepsChanging = new DomainError(
  'storage.busy',
  'An audience could not be committed: it keeps changing.',
);

/** After this many cancelled tries a run is halved, and at one object given back to the stream. */
const triesPerRun = 4;

/** What could not be done, by id, with the error that says why. */
export type Failures = ReadonlyMap<string, unknown>;

/** Makes one audience agree with its items, a transaction for so many of them. */
export async function commitRuns(
  audience: Audience,
  desired: readonly DesiredRow[],
  deps: CommitDeps,
): Promise<Failures> {
  const discussed = new Set<string>();
  const opinions = desired.filter((want) => !isRemark(want));
  const failures = await commitAll(audience, opinions, { ...deps, discussed });
  for (const indicatorId of discussed) {
    const failed = await followSubject(audience, indicatorId, deps);
    const [error] = failed.values();
    const about = opinions.filter((want) => want.indicatorId === indicatorId);
    // By the opinion's own record the stream brings it again.
    if (failed.size > 0) for (const { id } of about) failures.set(id, error);
  }
  const others = await commitAll(audience, desired.filter(isRemark), { ...deps, discussed });
  return new Map([...failures, ...others]);
}

/** Shows and hides what is said about an indicator, now that opinions on it have come or gone. */
async function followSubject(
  audience: Audience,
  indicatorId: string,
  deps: CommitDeps,
): Promise<Failures> {
  try {
    const rows = await deps.commits.readRemarks(audience, indicatorId);
    return await commitAll(audience, wantsOf(rows), { ...deps, discussed: new Set() });
  } catch (error) {
    return new Map([[indicatorId, error]]);
  }
}

interface CommitAllDeps extends CommitDeps {
  /** Indicators that were met on the way, of which the audience holds remarks. */
  readonly discussed: Set<string>;
}

interface RunDeps extends CommitAllDeps {
  /** Rows as attempts meant to write them, the last of an object last: each is in its lists already. */
  readonly attempted: AudienceRow[];
}

async function commitAll(
  audience: Audience,
  desired: readonly DesiredRow[],
  deps: CommitAllDeps,
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  for (const run of chunks(desired, changesPerCommit)) {
    const failed = await commitAudience(audience, run, { ...deps, attempted: [] });
    for (const [id, error] of failed) failures.set(id, error);
  }
  return failures;
}

/** One transaction for the run, or for halves of it. */
async function commitAudience(
  audience: Audience,
  run: readonly DesiredRow[],
  deps: RunDeps,
): Promise<Failures> {
  const failure = await tryCommit(audience, run, deps);
  if (failure === undefined) return new Map();
  const isHelped = failure === keepsChanging || !deps.isBusy(failure);
  if (run.length === 1 || !isHelped) return new Map(run.map(({ id }) => [id, failure]));
  const half = Math.ceil(run.length / 2);
  const first = await commitAudience(audience, run.slice(0, half), deps);
  return new Map([...first, ...(await commitAudience(audience, run.slice(half), deps))]);
}

/** Undefined when it is done, or why it is not: it kept changing, or it is too much for one transaction. */
async function tryCommit(
  audience: Audience,
  run: readonly DesiredRow[],
  deps: RunDeps,
): Promise<unknown> {
  try {
    for (let attempt = 1; attempt <= triesPerRun; attempt++) {
      if (await commitOnce(audience, run, deps)) return undefined;
      await deps.pause(attempt);
    }
  } catch (error) {
    return error;
  }
  return keepsChanging;
}

async function commitOnce(
  audience: Audience,
  run: readonly DesiredRow[],
  deps: RunDeps,
): Promise<boolean> {
  const present = await deps.commits.readPresent(audience, [...run, ...subjectsOf(run)]);
  for (const [id, { talk }] of present.summaries) if (talk) deps.discussed.add(id);
  const { head } = present;
  if (head.settled < head.position && !(await deps.commits.settleFound(audience, head))) {
    return false;
  }
  const wants = run.map((want) => besideSubject(want, present));
  const planned = new Map(deps.attempted.map(({ id, firstSeen }) => [id, firstSeen]));
  const plan = planAudience(present.head, present.rows, wants, deps.now(), planned);
  for (const silent of plan.silent) {
    if (!(await deps.commits.writeSilently(audience, silent))) return false;
  }
  if (plan.changes.length + plan.quiet.length > 0) {
    if (!(await write(audience, present, plan, deps))) return false;
    if (plan.changes.length > 0) await deps.commits.settle(audience, plan.head.position);
  }
  const now = rowsNow(run, present, plan);
  await leaveLists(audience, now, deps.pointers, deps.now());
  await leavePlaces(audience, now, deps);
  return true;
}

/** Those that did not change too: who changed them may have died before they left their lists. */
function rowsNow(
  run: readonly DesiredRow[],
  { rows }: Present,
  { changes }: AudiencePlan,
): AudienceRow[] {
  const changed = new Map(changes.map(({ after }) => [after.id, after]));
  return run.flatMap(({ id }) => changed.get(id) ?? rows.get(id) ?? []);
}

/** Takes rows from where attempts have put them that came to nothing. */
async function leavePlaces(
  audience: Audience,
  now: readonly AudienceRow[],
  { attempted, pointers, now: clock }: RunDeps,
): Promise<void> {
  const rows = new Map(now.map((row) => [row.id, row]));
  const left = attempted.filter(({ id, firstSeen }) => {
    const row = rows.get(id);
    return row !== undefined && row.firstSeen !== firstSeen;
  });
  await leaveLists(audience, left.map(asLeft), pointers, clock());
}

async function write(
  audience: Audience,
  present: Present,
  plan: AudiencePlan,
  deps: RunDeps,
): Promise<boolean> {
  const { changes } = plan;
  const arriving = changes.filter(({ before }) => !before?.position);
  deps.attempted.push(...changes.map(({ after }) => after));
  const [summaries] = await Promise.all([
    summaryWrites(audience, present, plan, deps),
    deps.pointers.putIds(arriving.map(({ after }) => idPointer(audience, after))),
    enterLists(audience, changes, deps.pointers),
  ]);
  if (!summaries) return false;
  return deps.commits.commit({
    audience,
    before: present.head,
    after: plan.head,
    changes,
    quiet: plan.quiet,
    summaries,
  });
}
