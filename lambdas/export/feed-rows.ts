import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { type Exported, type ExportRule, exported } from '../core/export/export-row';
import { isRowHidden } from '../core/governance';
import { inTurns } from '../core/in-turns';
import { notFound } from '../core/problem';
import type { Projection } from '../core/projection';
import {
  type IndicatorView,
  type ReadIndicatorDeps,
  viewIndicator,
} from '../search/read-indicator';
import type { FeedEntry, FeedStore } from '../store/feed-store';

export interface FeedRowsDeps extends Pick<ReadIndicatorDeps, 'index' | 'now'> {
  readonly feeds: Pick<FeedStore, 'readHead' | 'readEntries'>;
}

/** Some of what may leave of an audience. */
export interface RowsPage {
  readonly rows: readonly Exported[];
  /** After what the next page begins; undefined where there is none. */
  readonly next: number | undefined;
}

const entriesAtOnce = 1000;
/** Each indicator is read in all audiences of the caller, whose opinions may dispute it. */
const readsAtOnce = 10_000;
const viewsAtOnce = 16;

/** A page of an audience's feed, as it is now; what changes meanwhile comes again, with a later page. */
export async function readFeedRows(
  { audience: name, after, rule }: { audience: string; after: number; rule: ExportRule },
  caller: Caller,
  deps: FeedRowsDeps,
): Promise<RowsPage> {
  const audience = caller.audiences.find((mine) => mine === name);
  if (!audience) throw notFound();
  const head = await deps.feeds.readHead(audience);
  const limit = Math.min(entriesAtOnce, Math.floor(readsAtOnce / caller.audiences.length));
  const range = { after: Math.max(after, head.epoch), upTo: head.settled, limit };
  const { entries, isComplete } = await deps.feeds.readEntries(audience, range);
  const views = await viewAll(indicatorsIn(entries, caller), caller, deps);
  const rows = views.flatMap((view) => exported(saidIn(view, audience), rule) ?? []);
  return { rows, next: isComplete ? undefined : entries.at(-1)?.sk };
}

/** Of the opinions that a feed brings; what is hidden brings none. */
function indicatorsIn(entries: readonly FeedEntry[], { governance }: Caller): string[] {
  const ids = entries.flatMap(({ kind, sk, projection }) => {
    if (kind !== 'descriptor' || projection === undefined) return [];
    if (isRowHidden({ projection, position: sk }, governance.hidden)) return [];
    return [(JSON.parse(projection) as Projection).indicatorId];
  });
  return [...new Set(ids)];
}

/** A row stands on what is said in that audience; whether it is disputed, on all that the caller sees. */
function saidIn(view: IndicatorView, audience: Audience): IndicatorView {
  const descriptors = view.descriptors.filter(({ seenIn }) => seenIn.includes(audience));
  return { ...view, descriptors };
}

async function viewAll(
  ids: readonly string[],
  caller: Caller,
  deps: FeedRowsDeps,
): Promise<IndicatorView[]> {
  const views = new Map<string, IndicatorView>();
  await inTurns(ids, viewsAtOnce, async (id) => {
    const view = await viewIndicator(id, caller, deps);
    if (view) views.set(id, view);
  });
  return ids.flatMap((id) => views.get(id) ?? []);
}
