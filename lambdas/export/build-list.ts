import type { ListDefinition } from '../contracts/lists.contract';
import type { Caller } from '../core/caller';
import { type CachedList, freshSeconds, listLimits } from '../core/export/cached-list';
import type { Exported } from '../core/export/export-row';
import { lineOf, type Rendering, render } from '../core/export/render';
import { isoTime, microsOf, microsPerSecond } from '../core/time';
import { type ListPage, type ListPagesDeps, listPages } from './list-pages';
import { basisOf, type ListSource } from './list-source';

export type BuildListDeps = ListPagesDeps & {
  /** After so many no further page is read; those that every list may take, unless said otherwise. */
  readonly mostReadUnits?: number | undefined;
};

export interface Building {
  readonly source: ListSource;
  readonly caller: Caller;
  /** What was built before, if anything. */
  readonly former: CachedList | undefined;
  /** Microseconds: no page is begun after it. */
  readonly until: number;
}

const freshMicros = freshSeconds * microsPerSecond;

/** The whole list as it is now, or why there is none; undefined where there is no time for it. */
export async function buildList(
  building: Building,
  deps: BuildListDeps,
): Promise<CachedList | undefined> {
  const { source, caller, until } = building;
  const { mostReadUnits = listLimits.readUnits } = deps;
  const builtAt = deps.now();
  const readPage = listPages(source, caller, deps);
  const found = new Map<string, Exported>();
  let [after, readUnits]: [string | undefined, number] = [undefined, 0];
  do {
    if (deps.now() >= until) return undefined;
    if (readUnits >= mostReadUnits) return finish(building, { builtAt, found, isTooWide: true });
    const page: ListPage = await readPage(after);
    for (const one of page.rows) {
      if (isIn(one, source.list.content, builtAt)) found.set(one.row.indicatorId, one);
      else found.delete(one.row.indicatorId);
    }
    after = page.next;
    readUnits += page.readUnits;
  } while (after !== undefined && found.size <= listLimits.values);
  return finish(building, { builtAt, found, isTooWide: false });
}

/** What is over before a copy is too old would have to leave it: it does so now. */
function isIn({ row }: Exported, definition: ListDefinition, builtAt: number): boolean {
  const lasts = row.expiresAt === null || microsOf(row.expiresAt) > builtAt + freshMicros;
  return lasts && lineOf(row, renderingOf(definition)) !== '';
}

function renderingOf({ format, kinds, comments = true }: ListDefinition): Rendering {
  return { format, kinds, comments };
}

interface Gathered {
  readonly builtAt: number;
  readonly found: ReadonlyMap<string, Exported>;
  readonly isTooWide: boolean;
}

/** A list that says what it said before keeps the time of its change, and so its entity tag. */
function finish(
  { source, caller, former }: Building,
  { builtAt, found, isTooWide }: Gathered,
): CachedList {
  const all = [...found.values()].sort(byValue);
  const rows = all.map(({ row }) => row);
  const as = (at: number) => render(rows, renderingOf(source.list.content), isoTime(at));
  const sameAs = former && as(former.changedAt).text === former.text ? former : undefined;
  const changedAt = sameAs?.changedAt ?? builtAt;
  const { text, values, tlp } = as(changedAt);
  const isTooLarge = values > listLimits.values || Buffer.byteLength(text) > listLimits.bytes;
  const refusal = isTooLarge ? 'too_large' : isTooWide ? 'too_wide' : null;
  return {
    ...{ ...basisOf(source, caller), builtAt, changedAt, tlp, values, refusal },
    soonestExpiry: soonest(all),
    owners: hiddenOf(all, caller),
    text: refusal ? '' : text,
  };
}

function soonest(found: readonly Exported[]): string | null {
  const ends = found.flatMap(({ row }) => row.expiresAt ?? []);
  return ends.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

function hiddenOf(found: readonly Exported[], { governance: { hidden } }: Caller) {
  const owners = new Set(found.flatMap((one) => one.owners));
  return Object.fromEntries([...owners].sort().map((owner) => [owner, hidden.get(owner) ?? null]));
}

/** One order whatever the way that they were found. */
function byValue({ row: a }: Exported, { row: b }: Exported): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  return a.value < b.value ? -1 : 1;
}
