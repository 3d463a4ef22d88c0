import type { Audience } from '../../lambdas/core/audience';
import { type DesiredRow, planAudience } from '../../lambdas/core/commit-plan';
import type { Descriptor } from '../../lambdas/core/descriptor';
import { emptyHead, type FeedHead } from '../../lambdas/core/feed';
import { planSummaries } from '../../lambdas/core/summary-plan';
import { desiredByAudience } from '../../lambdas/indexing/desired-by-audience';
import { enterLists } from '../../lambdas/indexing/lists';
import { changesPerCommit, type SummaryWrite, writesOf } from '../../lambdas/store/commit-writes';
import { exchangeStore } from '../../lambdas/store/exchange-store';
import { chunks } from '../../lambdas/store/item';
import { pointerStore } from '../../lambdas/store/pointer-store';
import type { TableName } from '../../lib/tables';
import { type Put, putsIn, recordingClient } from './recording-client';

export type Tables = Readonly<Record<TableName, string>>;

/**
 * The rows that publishing and indexing would leave in an exchange where nothing was: what the pure plan
 * says, as the stores spell it. The heads are kept apart, as each batch moves them on.
 */
export class RowPlan {
  readonly heads = new Map<Audience, FeedHead>();
  private readonly tables: Tables;
  private readonly exchange: Pick<ReturnType<typeof exchangeStore>, 'add'>;
  private readonly pointers: ReturnType<typeof pointerStore>;
  private rows: Put[] = [];

  constructor(tables: Tables) {
    this.tables = tables;
    const client = recordingClient((puts) => this.rows.push(...puts));
    this.exchange = exchangeStore(client, tables.exchange);
    this.pointers = pointerStore(client, tables.audienceIndex, 'transaction');
  }

  /** Of descriptors that are new; a batch is what the indexer would get at once. */
  async rowsOf(batch: readonly Descriptor[], nowMicros: number): Promise<readonly Put[]> {
    this.rows = [];
    for (const descriptor of batch) await this.exchange.add(descriptor);
    for (const [audience, desired] of desiredByAudience(batch)) {
      for (const run of chunks(desired, changesPerCommit)) {
        await this.commit(audience, run, nowMicros);
      }
    }
    return this.rows;
  }

  private async commit(
    audience: Audience,
    run: readonly DesiredRow[],
    nowMicros: number,
  ): Promise<void> {
    const before = this.heads.get(audience) ?? emptyHead;
    const { head: after, changes } = planAudience(before, new Map(), run, nowMicros);
    await this.pointers.putIds(changes.map((change) => ({ audience, ...change.after })));
    await enterLists(audience, changes, this.pointers);
    const summaries = summariesOf(changes);
    const [, ...puts] = writesOf({ audience, before, after, changes, summaries }, this.tables);
    this.rows.push(...putsIn(puts));
    this.heads.set(audience, { ...after, settled: after.position });
  }
}

function summariesOf(changes: Parameters<typeof planSummaries>[1]): SummaryWrite[] {
  return planSummaries(new Map(), changes).map(({ indicatorId, before, after }) => {
    if (after === 'reread') throw new Error('nothing was there, and so there is nothing to read');
    return { indicatorId, before, after };
  });
}
