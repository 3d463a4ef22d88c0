import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Hands the keys of a batch's records over, each once. `run` answers the sort keys that failed; their records
 * are reported, so that the batch goes on from the first of them. A put that changed nothing rings no bell.
 */
export function streamHandler(
  run: (keys: readonly ItemKey[]) => Promise<Set<string>>,
): StreamHandler {
  return async ({ Records }) => {
    const ringing = Records.filter(hasChanged);
    const keys = new Map(ringing.map(keyOf).map((key) => [`${key.pk} ${key.sk}`, key]));
    const failed = keys.size > 0 ? await run([...keys.values()]) : new Set<string>();
    const batchItemFailures = ringing
      .filter((record) => failed.has(keyOf(record).sk))
      .map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' }));
    return { batchItemFailures };
  };
}

function hasChanged({ eventName, dynamodb }: DynamoDBRecord): boolean {
  if (eventName === 'REMOVE') return false;
  return !isDeepStrictEqual(dynamodb?.OldImage, dynamodb?.NewImage);
}

function keyOf({ dynamodb }: DynamoDBRecord): ItemKey {
  return { pk: dynamodb?.Keys?.['pk']?.S ?? '', sk: dynamodb?.Keys?.['sk']?.S ?? '' };
}
