import type { Counted } from './count-all';
import { type Counts, isSame } from './counts';
import { apart, type SizedRow } from './rounds';

/** How one figure changes with what is stored: the largest of the sizes by the smallest. */
export interface Flatness {
  readonly ratio: number;
  /** The same of the rounds of one size, where it was most: the machine's own unrest. */
  readonly noise: number;
  readonly isFlat: boolean;
}

export interface Verdict {
  readonly name: string;
  readonly title: string;
  readonly p50?: Flatness;
  readonly cpu?: Flatness;
}

export interface UnitVerdict {
  readonly name: string;
  readonly isEqual: boolean;
  /** Whether no figure grows by more than a fifth: what is asked of a search, which reads what it finds. */
  readonly isFlat: boolean;
  /** By what is stored. */
  readonly counts: Readonly<Record<string, Counts>>;
}

const allowed = 1.2;

/** Of each line that was measured at several sizes. */
export function judgeTimes(rows: readonly SizedRow[]): Verdict[] {
  const names = new Set(rows.map(({ name }) => name));
  return [...names].flatMap((name) => {
    const ofName = rows.filter((row) => row.name === name);
    const [first] = ofName;
    if (!first || ofName.length < 2) return [];
    const p50 = flatness(ofName, (row) => row.p50, 'p50');
    const cpu = flatness(ofName, (row) => row.cpu?.whole, 'cpu');
    const { title } = first;
    return p50 || cpu ? [{ name, title, ...(p50 && { p50 }), ...(cpu && { cpu }) }] : [];
  });
}

function flatness(
  rows: readonly SizedRow[],
  pick: (row: SizedRow) => number | undefined,
  figure: keyof SizedRow['spread'],
): Flatness | undefined {
  const figures = rows.flatMap((row) => pick(row) ?? []);
  if (figures.length < rows.length) return undefined;
  const ratio = apart(figures);
  const noise = Math.max(...rows.map(({ spread }) => spread[figure] ?? 1));
  return { ratio, noise, isFlat: ratio <= allowed };
}

/** Whether an operation uses the same whatever is stored, to the last unit. */
export function judgeUnits(counted: readonly Counted[]): UnitVerdict[] {
  const [first] = counted;
  if (!first) return [];
  const names = [...first.requests.map(({ name }) => name), ...indexingNames];
  return names.map((name) => {
    const counts = counted.map((one) => [one.stored, countsOf(one, name)] as const);
    const [, some] = counts[0] ?? [];
    const isEqual = counts.every(([, other]) => some && isSame(some, other));
    const isFlat = isEqual || isWithinBounds(counts.map(([, one]) => one));
    return { name, isEqual, isFlat, counts: Object.fromEntries(counts) };
  });
}

function isWithinBounds(counts: readonly Counts[]): boolean {
  const figures = ['roundTrips', 'readUnits', 'writeUnits'] as const;
  return figures.every((figure) => {
    const values = counts.map((one) => one[figure]);
    return Math.max(...values) === 0 || apart(values) <= allowed;
  });
}

const indexingNames = ['index-alone', 'index-full'];

/** By a request's name, or `index-alone`, `index-full`. */
export function countsOf({ requests, indexing }: Counted, name: string): Counts {
  if (name === 'index-alone') return indexing.alone;
  if (name === 'index-full') return indexing.full;
  const found = requests.find((one) => one.name === name);
  if (!found) throw new Error(`${name} was not counted`);
  return found.counts;
}
