import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../core/problem';
import { chunks } from './item';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const keysPerCall = 100;
const rounds = 6;

/**
 * Reads many items, in parallel calls of 100 keys. Keys that DynamoDB leaves unprocessed are asked for
 * again, and what stays unread is an error: a key that was not read must never pass for an absent one.
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
  { isStrong }: { readonly isStrong: boolean },
): Promise<Record<string, unknown>[]> {
  const calls = chunks(keys, keysPerCall).map((run) => readRun(client, table, run, isStrong));
  return (await Promise.all(calls)).flat();
}

async function readRun(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
  isStrong: boolean,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let left: readonly Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let round = 0; left.length > 0; round++) {
    if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
    if (round > 0) await pause(round);
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: [...left], ConsistentRead: isStrong } },
      }),
    );
    items.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return items;
}

function pause(round: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** round));
}
