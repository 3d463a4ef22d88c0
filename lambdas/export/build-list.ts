import type { ListDefinition } from '../contracts/lists.contract';
import { audiencesEpoch } from '../core/audiences-epoch';
import type { Caller } from '../core/caller';
import { type CachedList, freshSeconds, listLimits } from '../core/export/cached-list';
import type { Exported } from '../core/export/export-row';
import { lineOf, type Rendering, render } from '../core/export/render';
import { isoTime, microsOf, microsPerSecond } from '../core/time';
import type { StoredNamed } from '../store/named-store';
import { type FeedRowsDeps, type RowsPage, readFeedRows } from './feed-rows';

export type StoredList = StoredNamed<ListDefinition>;

export interface Building {
  readonly list: StoredList;
  readonly caller: Caller;
  /** What was built before, if anything. */
  readonly former: CachedList | undefined;
  /** Microseconds: no page is begun after it. */
  readonly until: number;
}

const freshMicros = freshSeconds * microsPerSecond;

/** What a list is made of now: where any of it is another, a copy is not handed over. */
export function basisOf({ version }: StoredList, caller: Caller) {
  return { definition: version, audiencesEpoch: audiencesEpoch(caller) };
}

/** The whole list as it is now; undefined where there is no time for it. */
export async function buildList(
  building: Building,
  deps: FeedRowsDeps,
): Promise<CachedList | undefined> {
  const { list, caller, until } = building;
  const builtAt = deps.now();
  const found = new Map<string, Exported>();
  for (let after: number | undefined = 0; after !== undefined; ) {
    if (deps.now() >= until) return undefined;
    const page: RowsPage = await readPage(list.content, after, caller, deps);
    for (const one of page.rows) {
      if (isIn(one, list.content, builtAt)) found.set(one.row.indicatorId, one);
      else found.delete(one.row.indicatorId);
    }
    if (found.size > listLimits.values) break;
    after = page.next;
  }
  return finish(building, builtAt, [...found.values()].sort(byValue));
}

function readPage(
  { feed, status = 'MALICIOUS', confidenceMin }: ListDefinition,
  after: number,
  caller: Caller,
  deps: FeedRowsDeps,
) {
  const rule = { statuses: [status], confidence: confidenceMin };
  return readFeedRows({ audience: feed, after, rule }, caller, deps);
}

/** What is over before a copy is too old would have to leave it: it does so now. */
function isIn({ row }: Exported, definition: ListDefinition, builtAt: number): boolean {
  const lasts = row.expiresAt === null || microsOf(row.expiresAt) > builtAt + freshMicros;
  return lasts && lineOf(row, renderingOf(definition)) !== '';
}

function renderingOf({ format, kinds, comments = true }: ListDefinition): Rendering {
  return { format, kinds, comments };
}

/** A list that says what it said before keeps the time of its change, and so its entity tag. */
function finish(
  { list, caller, former }: Building,
  builtAt: number,
  found: readonly Exported[],
): CachedList {
  const rows = found.map(({ row }) => row);
  const as = (at: number) => render(rows, renderingOf(list.content), isoTime(at));
  const sameAs = former && as(former.changedAt).text === former.text ? former : undefined;
  const changedAt = sameAs?.changedAt ?? builtAt;
  const { text, values, tlp } = as(changedAt);
  const isTooLarge = values > listLimits.values || Buffer.byteLength(text) > listLimits.bytes;
  return {
    ...{ ...basisOf(list, caller), builtAt, changedAt, tlp, values, isTooLarge },
    soonestExpiry: soonest(found),
    owners: hiddenOf(found, caller),
    text: isTooLarge ? '' : text,
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
