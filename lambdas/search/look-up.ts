import type { z } from 'zod';
import type { lookUpRoute } from '../contracts/indicators.contract';
import type { Caller } from '../core/caller';
import type { DescriptorView } from '../core/descriptor-view';
import { inTurns } from '../core/in-turns';
import type { IndicatorType } from '../core/indicator/indicator-type';
import {
  type Indicator,
  type IndicatorVerdict,
  readIndicator,
} from '../core/indicator/read-indicator';
import { type IndicatorSummary, mergeSummaries } from '../core/opinions';
import { DomainError } from '../core/problem';
import { opinionCount, type Summary } from '../core/summary';
import { isUndecided, shownTalk } from '../core/talk';
import { type AudienceIndexStore, summaryKey } from '../store/audience-index-store';
import type { Sift } from './presence/sieve';
import { type ReadIndicatorDeps, readShown, viewFrom } from './read-indicator';

export interface LookUpDeps extends ReadIndicatorDeps {
  readonly index: Pick<AudienceIndexStore, 'readRows' | 'readSummaries'>;
  readonly sift: Sift;
}

export type LookUpBody = z.output<(typeof lookUpRoute)['body']>;

export interface LookUpResult {
  readonly value: string;
  readonly type?: IndicatorType;
  readonly known: boolean;
  readonly indicatorId?: string;
  readonly summary?: IndicatorSummary;
  readonly descriptors?: readonly DescriptorView[];
  readonly problem?: object;
}

const readsPerRequest = 10_000;
const viewsAtOnce = 16;
const tagsPerResult = 16;

/** Which of the values somebody in the caller's audiences has an opinion on: a result for each, in order. */
export async function lookUp(
  { values, expand = false }: LookUpBody,
  caller: Caller,
  deps: LookUpDeps,
): Promise<LookUpResult[]> {
  const { audiences } = caller;
  if (values.length * audiences.length > readsPerRequest) throw tooManyReads(audiences.length);
  const verdicts = values.map((v) =>
    typeof v === 'string' ? readIndicator(v) : readIndicator(v.value, v.type),
  );
  const ids = verdicts.map((verdict) => idOf(verdict, deps));
  const distinct = [...new Set(ids.filter((id) => id !== undefined))];
  const sifted = await deps.sift(caller.member.id, audiences, distinct);
  const wanted = [...sifted].flatMap(([audience, some]) =>
    some.map((indicatorId) => ({ audience, indicatorId })),
  );
  const summaries = await deps.index.readSummaries(wanted);
  const known = new Map<string, Known>();
  await inTurns(distinct, viewsAtOnce, async (indicatorId) => {
    const cards = audiences.flatMap(
      (audience) => summaries.get(summaryKey({ audience, indicatorId })) ?? [],
    );
    const found = await knowledgeOf(indicatorId, cards, expand, caller, deps);
    if (found) known.set(indicatorId, found);
  });
  return verdicts.map((verdict, at) => {
    const sent = values[at] ?? '';
    if (verdict.kind === 'indicator') return foundOrNot(verdict.indicator, ids[at], known);
    return refused(typeof sent === 'string' ? sent : sent.value, verdict);
  });
}

interface Known {
  readonly summary: IndicatorSummary;
  readonly descriptors?: readonly DescriptorView[];
}

/** From the summaries alone, unless one of them may be out of date or the opinions themselves are wanted. */
async function knowledgeOf(
  indicatorId: string,
  cards: readonly Summary[],
  expand: boolean,
  caller: Caller,
  deps: LookUpDeps,
): Promise<Known | undefined> {
  const isPast = cards.some(
    ({ soonestExpiry }) => soonestExpiry !== null && soonestExpiry <= deps.now(),
  );
  if (cards.length === 0) return undefined;
  const isTrusted = !expand && !isPast && !cards.some(({ talk }) => talk && isUndecided(talk));
  if (isTrusted && !cards.some((card) => mayHide(card, caller))) return fromCards(cards, caller);
  const found = await readShown(indicatorId, caller, deps);
  // Where nothing was left out the cards stand: that others are hidden, whom one can't see, shows in no answer.
  if (isTrusted && !found.some(({ leavesOut }) => leavesOut)) return fromCards(cards, caller);
  const view = viewFrom(indicatorId, found, deps.now());
  if (!view) return undefined;
  const known = { summary: short(view.summary) };
  return expand ? { ...known, descriptors: view.descriptors } : known;
}

function fromCards(
  cards: readonly Summary[],
  { governance: { hidden } }: Caller,
): Known | undefined {
  const talks = cards.flatMap(({ talk }) => (talk ? [shownTalk(talk, hidden)] : []));
  const summary = mergeSummaries(cards, talks);
  return summary && { summary: short(summary) };
}

/** Whether a hidden owner's opinion may be among those that a summary counts: one listed, or one past its end. */
function mayHide(card: Summary, { governance: { hidden } }: Caller): boolean {
  if (hidden.size === 0) return false;
  const isCut = opinionCount(card) > card.opinions.length;
  return isCut || card.opinions.some(({ owner }) => hidden.has(owner));
}

function idOf(verdict: IndicatorVerdict, { makeId }: LookUpDeps): string | undefined {
  if (verdict.kind === 'refused') return undefined;
  return makeId('indicator', verdict.indicator.type, verdict.indicator.value).id;
}

/** A thousand answers must fit into one reply, whatever their publishers put on them. */
function short(summary: IndicatorSummary): IndicatorSummary {
  if (summary.tags.length <= tagsPerResult) return summary;
  return { ...summary, tags: summary.tags.slice(0, tagsPerResult), tagsTruncated: true };
}

function foundOrNot(
  { type, value }: Indicator,
  indicatorId: string | undefined,
  known: ReadonlyMap<string, Known>,
): LookUpResult {
  const found = indicatorId === undefined ? undefined : known.get(indicatorId);
  if (!found || indicatorId === undefined) return { value, type, known: false };
  return { value, type, known: true, indicatorId, ...found };
}

function refused(
  value: string,
  { reason, detail, candidates }: Extract<IndicatorVerdict, { kind: 'refused' }>,
): LookUpResult {
  const problem = {
    code: 'indicator.refused',
    detail,
    reason,
    ...(candidates ? { candidates } : {}),
  };
  return { value, known: false, problem };
}

function tooManyReads(audiences: number): DomainError {
  const most = Math.floor(readsPerRequest / audiences);
  return new DomainError(
    'look_up.too_many_reads',
    `Each value is read in ${audiences} audiences; you can look up at most ${most} values at once.`,
    { pointer: '/values', extra: { most } },
  );
}
