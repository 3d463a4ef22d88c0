import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../../lambdas/core/audience';
import { emptyHead, type FeedHead } from '../../lambdas/core/feed';
import { commitStore } from '../../lambdas/store/commit-store';
import type { EngineCall } from '../../lib/local-cloud/engine-call';
import { stages } from '../../lib/stage';
import type { Values } from '../values';
import { BulkWriter } from './bulk-writer';
import { type Author, draftStored, momentOf } from './draft-stored';
import { RowPlan, type Tables } from './plan-rows';

export interface LoadTarget {
  readonly call: EngineCall;
  readonly documents: DynamoDBDocumentClient;
  readonly tables: Tables;
}

/** As many as the indexer gets at once. */
export const batchSize = stages.dev.indexer.batchSize;

/** Stores the first `count` values in an empty exchange, rows, feeds and heads; the heads come last. */
export async function loadRows(
  { call, documents, tables }: LoadTarget,
  author: Author,
  values: Values,
  count: number,
): Promise<void> {
  const plan = new RowPlan(tables);
  const writer = new BulkWriter(call);
  for (let from = 0; from < count; from += batchSize) {
    const upTo = Math.min(from + batchSize, count);
    const drafts = Array.from({ length: upTo - from }, (_, at) =>
      draftStored(author, values, from + at),
    );
    await writer.put(await plan.rowsOf(await Promise.all(drafts), momentOf(upTo)));
  }
  await writer.finish();
  const commits = commitStore(documents, tables);
  for (const [audience, head] of plan.heads) await writeHead(commits, audience, head);
}

async function writeHead(
  commits: Pick<ReturnType<typeof commitStore>, 'commit' | 'settle'>,
  audience: Audience,
  after: FeedHead,
): Promise<void> {
  const nothing = { changes: [], summaries: [] };
  const isWritten = await commits.commit({ audience, before: emptyHead, after, ...nothing });
  if (!isWritten) throw new Error(`the feed of ${audience} was not empty before the load`);
  await commits.settle(audience, after.settled);
}
