import type { Caller } from '../core/caller';
import { type DescriptorView, type IsShown, type SeenRow, viewsOf } from '../core/descriptor-view';
import { withoutHidden } from '../core/governance';
import type { IdMaker } from '../core/id';
import type { IndicatorType } from '../core/indicator/indicator-type';
import { readIndicator as readValue } from '../core/indicator/read-indicator';
import { type IndicatorSummary, mergeSummaries } from '../core/opinions';
import { DomainError, notFound } from '../core/problem';
import { isLiveOpinion, type Projection } from '../core/projection';
import { digestOfTags } from '../core/subject';
import { type Summary, summarise } from '../core/summary';
import { type ReactedTo, shownTalk, standingTalk, type Talk } from '../core/talk';
import type { Clock } from '../core/time';
import type { AudienceIndexStore, AudienceRows } from '../store/audience-index-store';

export interface ReadIndicatorDeps {
  readonly index: Pick<AudienceIndexStore, 'readRows'>;
  readonly makeId: IdMaker;
  readonly now: Clock;
}

export interface IndicatorView {
  readonly id: string;
  readonly type: IndicatorType;
  readonly value: string;
  readonly summary: IndicatorSummary;
  readonly descriptors: readonly DescriptorView[];
  readonly complete: boolean;
}

export type Sight = Pick<Caller, 'audiences' | 'governance'>;

/** All that a caller may see of one indicator: one query per audience, in parallel. */
export async function readIndicator(
  id: string,
  caller: Caller,
  deps: ReadIndicatorDeps,
): Promise<IndicatorView> {
  const view = await viewIndicator(id, caller, deps);
  if (!view) throw notFound();
  return view;
}

export async function findIndicator(
  query: { readonly value: string; readonly type?: IndicatorType | undefined },
  caller: Caller,
  deps: ReadIndicatorDeps,
): Promise<IndicatorView> {
  const verdict = readValue(query.value, query.type);
  if (verdict.kind === 'refused') {
    const { reason, detail, candidates } = verdict;
    const extra = { reason, ...(candidates ? { candidates } : {}) };
    throw new DomainError('indicator.refused', detail, { pointer: '/value', extra });
  }
  const { type, value } = verdict.indicator;
  return readIndicator(deps.makeId('indicator', type, value).id, caller, deps);
}

/** The view, or undefined where none of the audiences holds a live opinion. */
export async function viewIndicator(
  indicatorId: string,
  sight: Sight,
  deps: Pick<ReadIndicatorDeps, 'index' | 'now'>,
): Promise<IndicatorView | undefined> {
  return viewFrom(indicatorId, await readShown(indicatorId, sight, deps), deps.now());
}

export function viewFrom(
  indicatorId: string,
  found: readonly AudienceRows[],
  now: number,
  isShown: IsShown = isLiveOpinion,
): IndicatorView | undefined {
  const descriptors = viewsOf(found.flatMap(seenRows), now, isShown);
  const [first] = descriptors;
  const stands = (opinion: ReactedTo) => isAsReactedTo(opinion, descriptors);
  const summary = mergeSummaries(
    found.flatMap((rows) => summaryAt(rows, now, isShown) ?? []),
    found.flatMap((rows) => (isTalkOf(rows, now) ? standingTalk(rows.talk, stands) : [])),
  );
  if (!first || !summary) return undefined;
  const { type, value } = first;
  const complete = found.every(({ isComplete }) => isComplete);
  return { id: indicatorId, type, value, summary, descriptors, complete };
}

/** What an audience holds of an indicator, without what is hidden just now. */
export interface ShownRows extends AudienceRows {
  readonly leavesOut: boolean;
}

export function readShown(
  indicatorId: string,
  { audiences, governance }: Sight,
  { index }: Pick<ReadIndicatorDeps, 'index'>,
): Promise<ShownRows[]> {
  return Promise.all(
    audiences.map(async (audience) => {
      const found = await index.readRows({ audience, indicatorId });
      const rows = withoutHidden(found.rows, governance.hidden);
      const talk = found.talk && shownTalk(found.talk, governance.hidden);
      return { ...found, rows, talk, leavesOut: rows.length < found.rows.length };
    }),
  );
}

/** A remark is shown while its subject is; what is one's own, always. */
function isTalkOf(found: AudienceRows, now: number): found is AudienceRows & { talk: Talk } {
  if (!found.talk) return false;
  return found.audience.startsWith('member:') || summaryAt(found, now, isLiveOpinion) !== undefined;
}

/** Whether one sees an opinion stand, with those tags that one disagreed with. */
function isAsReactedTo({ id, tagsDigest }: ReactedTo, seen: readonly DescriptorView[]): boolean {
  const opinion = seen.find((one) => one.id === id) as Projection | undefined;
  if (!opinion) return false;
  return tagsDigest === undefined || tagsDigest === digestOfTags(opinion.tags);
}

function seenRows({ audience, rows }: AudienceRows): SeenRow[] {
  return rows.map((row) => ({ audience, row }));
}

function summaryAt({ rows }: AudienceRows, now: number, isShown: IsShown): Summary | undefined {
  const live = rows.flatMap(({ projection: text, firstSeen, position }) => {
    const projection = JSON.parse(text ?? 'null') as Projection | null;
    return projection && isShown(projection, now) ? [{ projection, firstSeen, position }] : [];
  });
  return summarise(live, Math.max(...live.map(({ position }) => position)));
}
