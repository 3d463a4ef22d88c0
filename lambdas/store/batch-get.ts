import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../core/problem';
import { chunks } from './item';
import { pauseBeforeRound } from './pause';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

type AnyKey = Key | { readonly pk: string; readonly sk: number };

const keysPerCall = 100;
const rounds = 6;

/**
 * Reads many items, in parallel calls of 100 keys. Keys that DynamoDB leaves unprocessed are asked for
 * again, and what stays unread is an error: a key that was not read must never pass for an absent one.
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly AnyKey[],
  { isStrong }: { readonly isStrong: boolean },
): Promise<Record<string, unknown>[]> {
  // DynamoDB refuses a call that names a key twice.
  const distinct = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  const calls = chunks(distinct, keysPerCall).map((run) => readRun(client, table, run, isStrong));
  return (await Promise.all(calls)).flat();
}

async function readRun(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly AnyKey[],
  isStrong: boolean,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let left: readonly Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let round = 0; left.length > 0; round++) {
    if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
    if (round > 0) await pauseBeforeRound(round);
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
