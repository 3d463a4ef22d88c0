import type { Audience } from '../../core/audience';
import { DomainError } from '../../core/problem';
import type { Clause } from '../../core/search/clause';
import type { SearchReads } from '../../store/search-store';

/** How many pointers of each list are looked at to find the condition that fewest fulfil. */
const probed = 32;
/** Lists that one walk reads side by side. */
export const mostLists = 250;

export interface Probe {
  readonly condition: string;
  readonly listed: number;
  readonly isAll: boolean;
}

export interface Choice {
  readonly driver: number;
  readonly probes: readonly Probe[];
}

/** The condition whose lists are walked: the most selective kind, and of several of one kind the sparsest. */
export async function chooseDriver(
  clauses: readonly Clause[],
  audiences: readonly Audience[],
  reads: Pick<SearchReads, 'readList'>,
): Promise<Choice> {
  const walkable = clauses.filter(({ tokens }) => tokens.length * audiences.length <= mostLists);
  const best = Math.min(...walkable.map(({ rank }) => rank));
  const contenders = walkable.filter(({ rank }) => rank === best);
  const [first] = contenders;
  if (!first) throw tooWide(clauses, audiences);
  if (contenders.length === 1) return { driver: clauses.indexOf(first), probes: [] };
  const probes = await Promise.all(contenders.map((clause) => probe(clause, audiences, reads)));
  const sparsest = probes.reduce((a, b) => (isSparser(b, a) ? b : a));
  const chosen = contenders[probes.indexOf(sparsest)] ?? first;
  return {
    driver: clauses.indexOf(chosen),
    probes: probes.map(({ condition, listed, isAll }) => ({ condition, listed, isAll })),
  };
}

interface Probed extends Probe {
  /** Over how long a time those that were looked at are spread: the longer, the fewer there are. */
  readonly spread: number;
}

async function probe(
  { name, tokens }: Clause,
  audiences: readonly Audience[],
  reads: Pick<SearchReads, 'readList'>,
): Promise<Probed> {
  const lists = audiences.flatMap((audience) => tokens.map((token) => ({ audience, token })));
  const looked = await Promise.all(
    lists.map((list) => reads.readList({ ...list, newestFirst: true, limit: probed })),
  );
  const cut = looked.filter(({ isComplete }) => !isComplete);
  const spreads = cut.map(({ pointers }) => spreadOf(pointers.map((each) => each.firstSeen)));
  const listed = looked.reduce((sum, { pointers }) => sum + pointers.length, 0);
  const spread = Math.min(...spreads, Number.MAX_SAFE_INTEGER);
  return { condition: name, listed, isAll: cut.length === 0, spread };
}

function spreadOf(times: readonly number[]): number {
  return Math.max(...times) - Math.min(...times);
}

function isSparser(a: Probed, b: Probed): boolean {
  if (a.isAll !== b.isAll) return a.isAll;
  return a.isAll ? a.listed < b.listed : a.spread > b.spread;
}

function tooWide(clauses: readonly Clause[], audiences: readonly Audience[]): DomainError {
  const most = Math.max(...clauses.map(({ tokens }) => tokens.length));
  return new DomainError(
    'search.too_wide',
    `Each of ${most} lists would be read in ${audiences.length} audiences: name fewer of each, or the audiences that you mean.`,
    { extra: { most: Math.floor(mostLists / audiences.length) } },
  );
}
