import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { idShard } from '../../lambdas/core/id';
import { type IndexDeps, indexBatch } from '../../lambdas/indexing/index-batch';
import { pauseBeforeRetry } from '../../lambdas/indexing/pause';
import type { Key } from '../../lambdas/store/batch-get';
import type { Community } from './community';
import { readTruth } from './stored';

/** The stream's records, as the indexer uses them: the keys of what has changed since the bell last rang. */
export function doorbell(client: DynamoDBDocumentClient, { tables }: Community) {
  const heard = new Map<string, number>();
  return async (): Promise<Key[]> => {
    const descriptors = await readTruth(client, tables);
    const rung = descriptors.filter(({ id, version }) => heard.get(id) !== version);
    for (const { id, version } of rung) heard.set(id, version);
    return rung.map(({ owner, id }) => ({ pk: `${owner}/${idShard(id)}`, sk: id }));
  };
}

/** So often a stream brings a record again before it parks it (lib/constructs/stream-reader.ts). */
const deliveries = 6;

/**
 * Delivers a batch until no record of it is reported as failed, as often as the stream would; with redrives, what would
 * be parked then is brought so many times more, as the redriver does.
 */
export async function deliver(
  keys: readonly Key[],
  deps: IndexDeps,
  { redrives = 0 }: { readonly redrives?: number } = {},
): Promise<void> {
  let left = keys;
  for (let time = 0; time < deliveries * (1 + redrives); time++) {
    if (left.length === 0) return;
    const batch = left;
    if (time > 0) await pauseBeforeRetry(time % deliveries);
    const failed = await indexBatch(batch, deps).catch(() => new Set(batch.map(({ sk }) => sk)));
    left = batch.filter(({ sk }) => failed.has(sk));
  }
  if (left.length > 0) throw new Error(`${left.length} records would be parked`);
}
