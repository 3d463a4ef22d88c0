import type { Audience } from '../../core/audience';
import type { AudienceRow } from '../../core/commit-plan';
import type { HeldRows } from '../../core/search/once';
import { isRemark } from '../../core/subject';
import { opinionCount, type Summary } from '../../core/summary';
import { summaryKey } from '../../store/audience-index-store';
import type { RowPlace, SearchReads } from '../../store/search-store';

type Reads = Pick<SearchReads, 'readSummaries' | 'readRowsAt' | 'readPartition'>;

/** What is read of each indicator. */
export interface Wanting {
  /** In the order in which answers prefer them. */
  readonly audiences: readonly Audience[];
  /**
   * Audiences in which something changed since the walk began, with the position where it did: there, what has left
   * since is read too.
   */
  readonly changedSince: ReadonlyMap<Audience, number>;
  /** Whether comments are held against the question too. */
  readonly withComments?: boolean;
}

export type HeldBy = ReadonlyMap<string, readonly HeldRows[]>;

/** The opinions on these indicators in all the audiences: cards first, then the rows that they name. */
export async function readHeld(
  indicatorIds: readonly string[],
  wanting: Wanting,
  reads: Reads,
): Promise<HeldBy> {
  const { audiences } = wanting;
  const pairs = indicatorIds.flatMap((indicatorId) =>
    audiences.map((audience) => ({ audience, indicatorId })),
  );
  const cards = await reads.readSummaries(pairs);
  const listed: RowPlace[] = [];
  const whole: typeof pairs = [];
  for (const pair of pairs) {
    const card = cards.get(summaryKey(pair));
    const isCommented = wanting.withComments && (card?.talk?.counts.comment ?? 0) > 0;
    if (isCommented || isWhole(card, wanting.changedSince.get(pair.audience))) whole.push(pair);
    else for (const { id } of card?.opinions ?? []) listed.push({ ...pair, id });
  }
  const [found, partitions] = await Promise.all([
    reads.readRowsAt(listed),
    Promise.all(
      whole.map(async (pair) => ({
        pair,
        rows: await reads.readPartition(pair, wanting.withComments ?? false),
      })),
    ),
  ]);
  const rows = new Map<string, AudienceRow[]>();
  const add = (key: string, more: readonly AudienceRow[]) =>
    rows.set(key, [...(rows.get(key) ?? []), ...more]);
  for (const { audience, row } of found) {
    add(summaryKey({ audience, indicatorId: row.indicatorId }), [row]);
  }
  for (const { pair, rows: all } of partitions) add(summaryKey(pair), all);
  return new Map(
    indicatorIds.map((indicatorId) => [
      indicatorId,
      audiences.map((audience) => {
        const key = summaryKey({ audience, indicatorId });
        const all = rows.get(key) ?? [];
        return {
          audience,
          rows: all.filter((row) => !isRemark(row)),
          comments: all.filter(isRemark),
          talk: cards.get(key)?.talk,
        };
      }),
    ]),
  );
}

/** Whether the partition itself is to be read: a card lists 16, and none that has left. */
function isWhole(card: Summary | undefined, changedSince: number | undefined): boolean {
  if (card && opinionCount(card) > card.opinions.length) return true;
  return changedSince !== undefined && (card?.lastChange ?? Number.MAX_VALUE) > changedSince;
}

/** One descriptor's rows in all the audiences, gone ones too. */
export async function readOpinions(
  descriptors: readonly { readonly indicatorId: string; readonly id: string }[],
  audiences: readonly Audience[],
  reads: Reads,
): Promise<HeldBy> {
  const places = descriptors.flatMap(({ indicatorId, id }) =>
    audiences.map((audience) => ({ audience, indicatorId, id })),
  );
  const found = await reads.readRowsAt(places);
  return new Map(
    descriptors.map(({ id }) => [
      id,
      audiences.map((audience) => ({
        audience,
        rows: found.flatMap((one) =>
          one.audience === audience && one.row.id === id ? [one.row] : [],
        ),
      })),
    ]),
  );
}
