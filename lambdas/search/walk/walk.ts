import type { Audience } from '../../core/audience';
import type { AudienceRow } from '../../core/commit-plan';
import type { FeedHead } from '../../core/feed';
import { listsOf } from '../../core/list-plan';
import { isOfComments, validAt } from '../../core/pointers';
import type { Clause } from '../../core/search/clause';
import { earlierRows, type HeldRows, type Passed } from '../../core/search/once';
import type { Order } from '../../core/search/place';
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
  readonly order: Order;
  readonly span: Span;
  /** What earlier pages passed; absent on the first. */
  readonly passed: Passed | undefined;
  readonly reads: SearchReads;
}

/** Whether opinions are walked one by one, without the others on their indicators. */
export function isByDescriptor({ query }: Question): boolean {
  return query.kind === 'descriptor';
}

/** Reads what is held of the candidates, leaves out what earlier pages dealt with, and judges the rest, each once. */
export function judging<T>(walking: Walking): JudgeAll<T> {
  const { question, audiences, reads } = walking;
  const judge = isByDescriptor(question) ? judgeDescriptor : judgeIndicator;
  return async (candidates) => {
    const held = await readCandidates(candidates, walking);
    const nowhere = await leadingNowhere(candidates, (one) => held.get(idOf(one)), reads);
    const first = new Map<string, Candidate>();
    for (const one of candidates.toReversed()) {
      if (!nowhere.has(one)) first.set(idOf(one), one);
    }
    const dealtWith = await alreadyDealtWith([...first.keys()], held, walking);
    return candidates.map((one): Judgement<T> => {
      const id = idOf(one);
      if (nowhere.has(one)) return 'nowhere';
      if (first.get(id) !== one || dealtWith.has(id)) return undefined;
      return judge(id, inOrder(held.get(id) ?? [], audiences), question) as Hit<T> | undefined;
    });
  };

  function readCandidates(candidates: readonly Candidate[], { upTo, heads, passed }: Walking) {
    const descriptors = candidates.map(({ indicatorId, descriptorIds: [id = ''] }) => ({
      ...{ indicatorId, id },
    }));
    if (isByDescriptor(question) && !isOfWhole(question.query)) {
      return readOpinions(descriptors, audiences, reads);
    }
    const moved = [...upTo].filter(([name, then]) => passed && heads.get(name)?.settled !== then);
    // No card tells of what is over.
    const whole = audiences.map((name): [Audience, number] => [name, -1]);
    const changedSince = new Map(question.query.isExpired ? whole : moved);
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

/** Those that stood at a place which earlier pages passed, when the walk began. */
async function alreadyDealtWith(
  ids: readonly string[],
  held: HeldBy,
  { passed, driver, question, upTo, reads }: Walking,
): Promise<Set<string>> {
  const dealtWith = new Set<string>();
  if (!passed) return dealtWith;
  const doubtful: Doubt[] = [];
  for (const id of ids) {
    const rows = ownRows(id, held, question);
    const { asThen, changed } = earlierRows(rows, (row) => placeIdOf(row, question), passed);
    if (asThen.some((row) => stoodIn(row, driver))) dealtWith.add(id);
    else doubtful.push(...changed.map((one) => ({ id, ...one })));
  }
  for (const id of await stoodThen(doubtful, driver, upTo, reads)) dealtWith.add(id);
  return dealtWith;
}

interface Doubt {
  readonly id: string;
  readonly audience: Audience;
  readonly row: AudienceRow;
}

/** Of rows that have changed since the walk began their pointers still tell what stood there then. */
async function stoodThen(
  doubtful: readonly Doubt[],
  { tokens, fits }: Clause,
  upTo: ReadonlyMap<Audience, number>,
  reads: SearchReads,
): Promise<string[]> {
  if (doubtful.length === 0) return [];
  const keyed = doubtful.flatMap(({ id: forId, audience, row }) => {
    const { firstSeen, indicatorId, id } = row;
    return tokens.map((token) => ({ forId, audience, token, firstSeen, indicatorId, id }));
  });
  const found = await reads.readPointers(keyed);
  return keyed.flatMap((key) => {
    const pointer = found.get(pointerKey(key));
    const stood =
      pointer &&
      validAt(pointer, upTo.get(key.audience) ?? 0) &&
      (fits?.(pointer.text ?? '') ?? true);
    return stood ? [key.forId] : [];
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
