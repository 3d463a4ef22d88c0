import type { Caller } from '../core/caller';
import { viewsOf } from '../core/descriptor-view';
import { withoutHidden } from '../core/governance';
import type { Clock } from '../core/time';
import { type AudienceIndexStore, summaryKey } from '../store/audience-index-store';
import type { ExchangeStore } from '../store/exchange-store';

export interface DuplicatesDeps {
  readonly exchange: Pick<ExchangeStore, 'read'>;
  readonly index: Pick<AudienceIndexStore, 'readRows' | 'readSummaries'>;
  readonly now: Clock;
}

/** What a draft says again: the writer's own descriptor, which it would replace, and what others say already. */
export interface Duplicates {
  readonly own: { readonly id: string; readonly version: number } | null;
  /** Ids of others' opinions that the writer sees. */
  readonly opinions: readonly string[];
  readonly more: boolean;
}

interface Drafted {
  readonly id: string;
  readonly indicatorId: string;
}

const opinionsShown = 16;

/** By indicator. Whether there is anything is asked of the summaries first: most drafts say something new. */
export async function findDuplicates(
  drafts: readonly Drafted[],
  caller: Pick<Caller, 'member' | 'audiences' | 'governance'>,
  deps: DuplicatesDeps,
): Promise<Map<string, Duplicates>> {
  const distinct = [...new Map(drafts.map((draft) => [draft.indicatorId, draft])).values()];
  const summaries = await deps.index.readSummaries(
    distinct.flatMap(({ indicatorId }) =>
      caller.audiences.map((audience) => ({ audience, indicatorId })),
    ),
  );
  const found = distinct.map(async ({ id, indicatorId }) => {
    const places = caller.audiences.map((audience) => ({ audience, indicatorId }));
    const known = places.filter((place) => summaries.has(summaryKey(place)));
    const [own, rows] = await Promise.all([
      deps.exchange.read({ owner: caller.member.id, id }),
      Promise.all(known.map((place) => deps.index.readRows(place))),
    ]);
    const seen = rows.flatMap(({ audience, rows: list }) =>
      withoutHidden(list, caller.governance.hidden).map((row) => ({ audience, row })),
    );
    const views = viewsOf(seen, deps.now()).filter((view) => view.id !== id);
    const opinions = views.slice(0, opinionsShown).map((view) => view.id);
    const isThere = own && own.state !== 'retracted';
    const duplicates: Duplicates = {
      own: isThere ? { id, version: own.version } : null,
      opinions,
      more: views.length > opinions.length,
    };
    return [indicatorId, duplicates] as const;
  });
  return new Map(await Promise.all(found));
}
