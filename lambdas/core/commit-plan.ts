import type { RowRef } from './exchange-object';
import { addToDigest, type FeedHead, takeFromDigest } from './feed';
import { departures } from './list-plan';
import { isLiveOpinion, type Projection, type Shown } from './projection';
import { microsPerDay, nextVersion } from './time';

/** The row of one object in one audience. */
export interface AudienceRow extends RowRef {
  /** The version of the Exchange item that it was made from: never shown, it orders repeats. */
  readonly source: number;
  /** Position of its last change, which is its version in this audience; 0 if it was never live here. */
  readonly position: number;
  readonly firstSeen: number;
  /** What the audience sees, as JSON text; absent when it is gone. */
  readonly projection?: string;
  /** What it would see if the subject of this remark were live there; the subject is not, and no reader is shown it. */
  readonly held?: string;
  /** The lists that it left by its last change, from which it is taken after the commit. */
  readonly leaves?: readonly string[];
}

/** What one item wants of one audience. */
export interface DesiredRow extends RowRef {
  readonly source: number;
  readonly projection: Shown | 'gone';
  /** Of a remark: its subject is not live in the audience, so it waits, unseen. */
  readonly isHeld?: boolean;
  /** What is live is written at a new position though nothing differs: what was made of the row can't be relied upon. */
  readonly isAnew?: boolean;
}

/** A change that the audience can tell: its row before and after. */
export interface Change {
  readonly before: AudienceRow | undefined;
  readonly after: AudienceRow;
  /** Nothing that was made of the row before can be relied upon. */
  readonly isAnew: boolean;
}

export interface AudiencePlan {
  readonly head: FeedHead;
  readonly changes: readonly Change[];
  /** Rows whose source moves on without a change that shows: they keep late repeats out. */
  readonly silent: readonly Change[];
  /** Rows that are kept for later, or no longer, without a change that shows: no position, no word in the feed. */
  readonly quiet: readonly Change[];
}

/**
 * What to write so that an audience agrees with its items: a pure function of the rows that are there and
 * of what each item wants now. What is there from a newer version of an item stays. A row from before the
 * epoch is of an order that was thrown away: it is written anew, whatever it says. What was planned to be first
 * seen at a time by an attempt that came to nothing keeps it, since it is in its lists by that already; unless the
 * audience has moved past it: whoever has read the lists up to a position may rely on it that none comes there later.
 */
export function planAudience(
  head: FeedHead,
  present: ReadonlyMap<string, AudienceRow>,
  desired: readonly DesiredRow[],
  nowMicros: number,
  planned: ReadonlyMap<string, number> = new Map(),
): AudiencePlan {
  let next = head;
  const changes: Change[] = [];
  const silent: Change[] = [];
  const quiet: Change[] = [];
  for (const want of desired) {
    const before = present.get(want.id);
    const isInOrder = before === undefined || isOfEpoch(before, head);
    // What was made after the epoch began is never of the order before it.
    const holds = before && (isInOrder || before.source > head.epoch);
    if (holds && before.source > want.source) continue;
    const wanted = want.projection === 'gone' ? undefined : JSON.stringify(want.projection);
    const text = want.isHeld ? undefined : wanted;
    const held = want.isHeld ? wanted : undefined;
    const isDue = text !== undefined && (!isInOrder || want.isAnew === true);
    if (before?.projection === text && !isDue && before?.held !== held) {
      quiet.push({ before, after: withHeld(quietly(before, want), held), isAnew: false });
      continue;
    }
    if (before?.projection === text && !isDue) {
      if (before?.source !== want.source)
        silent.push({ before, after: quietly(before, want), isAnew: false });
      continue;
    }
    const position = nextVersion(next.position, nowMicros);
    const meant = planned.get(want.id) ?? 0;
    const entering = meant > head.position ? meant : position;
    const after = withHeld(rowAt(position, before, want, text, entering), held);
    next = advance(next, before, after);
    changes.push({ before, after, isAnew: !isInOrder || want.isAnew === true });
  }
  const [first] = changes;
  return { head: first ? { ...next, from: first.after.position } : next, changes, silent, quiet };
}

/** Whether a row belongs to the order that goes on: by its position, or by its source if it never had one. */
export function isOfEpoch(row: AudienceRow, { epoch }: FeedHead): boolean {
  return (row.position || row.source) > epoch;
}

function rowAt(
  position: number,
  before: AudienceRow | undefined,
  want: DesiredRow,
  projection: string | undefined,
  entering: number,
): AudienceRow {
  const isLately = before !== undefined && position - before.position < microsPerDay;
  const firstSeen =
    before?.projection !== undefined || (isLately && before.firstSeen > 0)
      ? before.firstSeen
      : entering;
  const row = { ...refOf(want), source: want.source, position, firstSeen };
  const after = projection === undefined ? row : { ...row, projection };
  const leaves = departures(before, after, isLately);
  return leaves.length > 0 ? { ...after, leaves } : after;
}

function quietly(before: AudienceRow | undefined, want: DesiredRow): AudienceRow {
  const { source } = want;
  return before ? { ...before, source } : { ...refOf(want), source, position: 0, firstSeen: 0 };
}

function refOf({ id, indicatorId, kind = 'descriptor', createdAt }: RowRef): RowRef {
  if (kind === 'descriptor') return { id, indicatorId };
  return kind === 'comment' ? { id, indicatorId, kind, createdAt } : { id, indicatorId, kind };
}

function withHeld({ held: _, ...row }: AudienceRow, held: string | undefined): AudienceRow {
  return held === undefined ? row : { ...row, held };
}

function advance(head: FeedHead, before: AudienceRow | undefined, after: AudienceRow): FeedHead {
  const wasLive = before?.projection !== undefined && isOfEpoch(before, head);
  const isLive = after.projection !== undefined;
  let { digest } = head;
  if (wasLive) digest = takeFromDigest(digest, before.id, before.position);
  if (isLive) digest = addToDigest(digest, after.id, after.position);
  const count = head.count + Number(isLive) - Number(wasLive);
  return { ...head, position: after.position, count, digest };
}

/** The projection of a row if it counts in a summary: there, and not marked as expired. */
export function countedProjection(row: AudienceRow | undefined): Projection | undefined {
  if (row?.projection === undefined || (row.kind ?? 'descriptor') !== 'descriptor')
    return undefined;
  const projection = JSON.parse(row.projection) as Projection;
  return isLiveOpinion({ ...projection, expiresAt: null }, 0) ? projection : undefined;
}
