import { memberAudience } from '../../core/audience';
import type { Caller } from '../../core/caller';
import { type IsShown, viewsOf } from '../../core/descriptor-view';
import { withoutHidden } from '../../core/governance';
import { listsOf } from '../../core/list-plan';
import type { ListedToken } from '../../core/pointers';
import { isLiveOpinion, isOverOwn, type Projection } from '../../core/projection';
import type { Clause } from '../../core/search/clause';
import { satisfies } from '../../core/search/clauses';
import type { HeldRows } from '../../core/search/once';
import { opinionMatches, type SeenOpinion } from '../../core/search/opinion';
import type { SearchQuery } from '../../core/search/search-query';
import { shownTalk } from '../../core/talk';
import { type IndicatorView, type Sight, viewFrom } from '../read-indicator';
import type { Hit } from './walk-page';

/** What every candidate is held against. */
export interface Question {
  readonly query: SearchQuery;
  readonly clauses: readonly Clause[];
  readonly sight: Sight & Pick<Caller, 'member'>;
  readonly now: number;
}

/** Opinions told with an indicator; its own route tells all. */
export const mostOpinions = 100;

/** An indicator, if one of its opinions is all that is asked. */
export function judgeIndicator(
  id: string,
  held: readonly HeldRows[],
  question: Question,
): Hit<IndicatorView> | undefined {
  const shown = shownRows(held, question);
  if (!matchingOpinions(shown, question).length) return undefined;
  const found = shown.map((held) => ({ ...held, isComplete: true }));
  const view = viewFrom(id, found, question.now, isShownFor(question.query));
  if (!view || !isSuch(view, question.query)) return undefined;
  const descriptors = view.descriptors.slice(0, mostOpinions);
  const complete = view.complete && descriptors.length === view.descriptors.length;
  const bytes = descriptors.reduce((sum, each) => sum + sizeOf(each), 0);
  return { found: { ...view, descriptors, complete }, bytes };
}

/** One opinion, if it is all that is asked. */
export function judgeDescriptor(id: string, held: readonly HeldRows[], question: Question) {
  const { query, now } = question;
  const shown = shownRows(held, question);
  const opinion = matchingOpinions(shown, question).find(({ projection }) => projection.id === id);
  if (!opinion || !isOfSuch(opinion.projection.indicatorId, shown, question)) return undefined;
  const rows = shown.flatMap(({ audience, rows }) =>
    rows.filter((row) => row.id === id).map((row) => ({ audience, row })),
  );
  const [view] = viewsOf(rows, now, isShownFor(query));
  return view && { found: view, bytes: sizeOf(view) };
}

/** Rows that still stand, without what is hidden just now. */
function shownRows(held: readonly HeldRows[], { sight }: Question): HeldRows[] {
  return held.map(({ audience, rows, comments = [], talk }) => ({
    audience,
    talk: talk && shownTalk(talk, sight.governance.hidden),
    rows: withoutHidden(rows, sight.governance.hidden).filter(
      ({ projection }) => projection !== undefined,
    ),
    comments: withoutHidden(comments, sight.governance.hidden),
  }));
}

function matchingOpinions(shown: readonly HeldRows[], question: Question) {
  const { query, clauses, now } = question;
  const isShown = isShownFor(query);
  const commented = shown.flatMap((held) => listsOfComments(held, question));
  return opinionsOf(shown).filter(
    (opinion) =>
      isShown(opinion.projection, now) &&
      opinionMatches(query, opinion) &&
      satisfies(opinion.projection, clauses, commented),
  );
}

/** The lists of comments that may be read: where the indicator is live, and one's own always. */
function listsOfComments(
  { audience, rows, comments = [] }: HeldRows,
  { sight, now }: Question,
): ListedToken[] {
  if (comments.length === 0) return [];
  const isLive = rows.some(({ projection }) => isLiveOpinion(JSON.parse(projection ?? ''), now));
  const readable = comments.filter(({ projection }) => {
    const { owner } = JSON.parse(projection ?? '{}') as { readonly owner?: string };
    return isLive || (owner === sight.member.id && audience === memberAudience(owner));
  });
  return readable.flatMap(listsOf);
}

/** Each opinion once, as the audience shows it that answers prefer. */
export function opinionsOf(shown: readonly HeldRows[]): SeenOpinion[] {
  const opinions = new Map<string, SeenOpinion>();
  for (const { id, projection: text, firstSeen, position } of shown.flatMap(({ rows }) => rows)) {
    if (text === undefined || opinions.has(id)) continue;
    const projection = JSON.parse(text) as Projection;
    opinions.set(id, { projection, firstSeen, position });
  }
  return [...opinions.values()];
}

export function isShownFor({ shown }: SearchQuery): IsShown {
  switch (shown) {
    case 'live':
      return isLiveOpinion;
    case 'over':
      return isOverOwn;
    case 'both':
      return (opinion, now) => isLiveOpinion(opinion, now) || isOverOwn(opinion, now);
  }
}

/** Whether the indicator of an opinion is as it is asked; its other opinions are read for that alone. */
function isOfSuch(indicatorId: string, shown: readonly HeldRows[], { query, now }: Question) {
  if (!isOfWhole(query)) return true;
  const found = shown.map((held) => ({ ...held, isComplete: true }));
  const view = viewFrom(indicatorId, found, now, isShownFor(query));
  return view !== undefined && isSuch(view, query);
}

/** What is asked of the indicator as a whole. */
function isSuch({ summary }: IndicatorView, { isDisputed, reactions }: SearchQuery): boolean {
  const said = summary.discussion?.reactions ?? {};
  const isAsDisputed = isDisputed === undefined || summary.disputed === isDisputed;
  return isAsDisputed && (reactions?.some((kind) => (said[kind] ?? 0) > 0) ?? true);
}

export function isOfWhole({ isDisputed, reactions }: SearchQuery): boolean {
  return isDisputed !== undefined || reactions !== undefined;
}

/** About as many bytes as it takes in a reply, without writing it twice. */
function sizeOf(view: object): number {
  return JSON.stringify(view).length;
}
