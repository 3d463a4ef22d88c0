import { type Audience, memberAudience } from '../../core/audience';
import type { AudienceRow } from '../../core/commit-plan';
import type { FeedHead } from '../../core/feed';
import { listsOf } from '../../core/list-plan';
import { isOfComments, validAt } from '../../core/pointers';
import type { Clause } from '../../core/search/clause';
import { type HeldRows, type Others, rowsElsewhere } from '../../core/search/once';
import { comparePlaces, type Order, type Place } from '../../core/search/place';
import type { Span } from '../../core/search/search-query';
import { pointerKey } from '../../store/pointer-lists';
import type { SearchReads } from '../../store/search-store';
import { isOfWhole, judgeDescriptor, judgeIndicator, type Question } from './judge';
import { type Candidate, idOf } from './merged-lists';
import { leadingNowhere } from './places';
import { type HeldBy, readHeld, readOpinions } from './read-held';
import type { Hit, JudgeAll, Judgement } from './walk-page';

export interface Walking {
  readonly question: Question;
  readonly driver: Clause;
  readonly audiences: readonly Audience[];
  readonly upTo: ReadonlyMap<Audience, number>;
  readonly heads: ReadonlyMap<Audience, FeedHead>;
  /** The query's, or backwards the opposite one. */
  readonly order: Order;
  readonly isBackwards: boolean;
  readonly span: Span;
  /** How far earlier pages have come; absent on the first. */
  readonly after: Place | undefined;
  readonly reads: SearchReads;
}

/** Whether opinions are walked one by one, without the others on their indicators. */
export function isByDescriptor({ query }: Question): boolean {
  return query.kind === 'descriptor';
}

/** Reads what is held of the candidates, leaves out what other pages deal with, and judges the rest, each once. */
export function judging<T>(walking: Walking): JudgeAll<T> {
  const { question, audiences, reads, isBackwards } = walking;
  const judge = isByDescriptor(question) ? judgeDescriptor : judgeIndicator;
  return async (candidates) => {
    const held = await readCandidates(candidates, walking);
    const nowhere = await leadingNowhere(candidates, (one) => held.get(idOf(one)), reads);
    const standing = candidates.filter((one) => !nowhere.has(one));
    const considered = new Set(isBackwards ? standing : firstOfEach(standing));
    const elsewhere = await dealtWithElsewhere([...considered], held, walking);
    return candidates.map((one): Judgement<T> => {
      const id = idOf(one);
      if (nowhere.has(one) || (isBackwards && elsewhere.has(one))) return 'elsewhere';
      if (!considered.has(one) || elsewhere.has(one)) return undefined;
      return judge(id, inOrder(held.get(id) ?? [], audiences), question) as Hit<T> | undefined;
    });
  };

  function readCandidates(candidates: readonly Candidate[], { upTo, heads }: Walking) {
    const descriptors = candidates.map(({ indicatorId, descriptorIds: [id = ''] }) => ({
      ...{ indicatorId, id },
    }));
    if (isByDescriptor(question) && !isOfWhole(question.query)) {
      return readOpinions(descriptors, audiences, reads);
    }
    const moved = [...upTo].filter(([name, then]) => heads.get(name)?.settled !== then);
    const changedSince = new Map(moved);
    // No card tells of what is over.
    if (question.query.shown !== 'live') {
      changedSince.set(memberAudience(question.sight.member.id), -1);
    }
    const withComments = question.clauses.some(({ tokens }) => tokens.some(isOfComments));
    const wanting = { audiences, changedSince, withComments };
    return readWhole(descriptors, wanting);
  }

  async function readWhole(
    descriptors: readonly { readonly indicatorId: string; readonly id: string }[],
    wanting: Parameters<typeof readHeld>[1],
  ): Promise<HeldBy> {
    const indicatorIds = [...new Set(descriptors.map(({ indicatorId }) => indicatorId))];
    const held = await readHeld(indicatorIds, wanting, reads);
    if (!isByDescriptor(question)) return held;
    return new Map(descriptors.map(({ indicatorId, id }) => [id, held.get(indicatorId) ?? []]));
  }
}

function inOrder(held: readonly HeldRows[], audiences: readonly Audience[]): HeldRows[] {
  return audiences.flatMap((audience) => held.find((one) => one.audience === audience) ?? []);
}

function firstOfEach(candidates: readonly Candidate[]): Candidate[] {
  const first = new Map<string, Candidate>();
  for (const one of candidates.toReversed()) first.set(idOf(one), one);
  return [...first.values()];
}

/** Those that stood, when the walk began, at a place where another page deals with them. */
async function dealtWithElsewhere(
  candidates: readonly Candidate[],
  held: HeldBy,
  walking: Walking,
): Promise<Set<Candidate>> {
  const { driver, question, upTo, reads } = walking;
  const elsewhere = new Set<Candidate>();
  const doubtful: Doubt[] = [];
  for (const candidate of candidates) {
    const others = othersOf(candidate, walking);
    if (!others) continue;
    const rows = ownRows(idOf(candidate), held, question);
    const { asThen, changed } = rowsElsewhere(rows, (row) => placeIdOf(row, question), others);
    if (asThen.some((row) => stoodIn(row, driver))) elsewhere.add(candidate);
    else doubtful.push(...changed.map((one) => ({ candidate, ...one })));
  }
  for (const one of await stoodThen(doubtful, driver, upTo, reads)) elsewhere.add(one);
  return elsewhere;
}

/** Forwards earlier pages have passed a place; backwards what has another one further on is left to that. */
function othersOf(
  { place }: Candidate,
  { after, order, isBackwards, span, upTo }: Walking,
): Others | undefined {
  if (isBackwards) {
    return { span, upTo, isThere: (other) => comparePlaces(other, place, order) > 0 };
  }
  return after && { span, upTo, isThere: (other) => comparePlaces(other, after, order) <= 0 };
}

interface Doubt {
  readonly candidate: Candidate;
  readonly audience: Audience;
  readonly row: AudienceRow;
}

/** Of rows that have changed since the walk began their pointers still tell what stood there then. */
async function stoodThen(
  doubtful: readonly Doubt[],
  { tokens, fits }: Clause,
  upTo: ReadonlyMap<Audience, number>,
  reads: SearchReads,
): Promise<Candidate[]> {
  if (doubtful.length === 0) return [];
  const keyed = doubtful.flatMap(({ candidate, audience, row }) => {
    const { firstSeen, indicatorId, id } = row;
    return tokens.map((token) => ({ candidate, audience, token, firstSeen, indicatorId, id }));
  });
  const found = await reads.readPointers(keyed);
  return keyed.flatMap((key) => {
    const pointer = found.get(pointerKey(key));
    const stood =
      pointer &&
      validAt(pointer, upTo.get(key.audience) ?? 0) &&
      (fits?.(pointer.text ?? '') ?? true);
    return stood ? [key.candidate] : [];
  });
}

function stoodIn(row: AudienceRow, { tokens, fits }: Clause): boolean {
  return listsOf(row).some(
    ({ token, text = '' }) => tokens.includes(token) && (fits?.(text) ?? true),
  );
}

function ownRows(id: string, held: HeldBy, question: Question): HeldRows[] {
  const all = held.get(id) ?? [];
  if (!isByDescriptor(question)) return [...all];
  return all.map(({ audience, rows }) => ({ audience, rows: rows.filter((row) => row.id === id) }));
}

function placeIdOf(
  { indicatorId, id }: Pick<AudienceRow, 'indicatorId' | 'id'>,
  { query }: Question,
) {
  return query.kind === 'descriptor' ? `${indicatorId}/${id}` : indicatorId;
}
