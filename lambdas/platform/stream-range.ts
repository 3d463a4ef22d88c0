import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { z } from 'zod';

/** What Lambda leaves in an on-failure queue when a function failed as a whole: where in the stream to look. */
export const parkedRange = z.object({
  DDBStreamBatchInfo: z.object({
    streamArn: z.string(),
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
  }),
});
type Range = z.infer<typeof parkedRange>['DDBStreamBatchInfo'];

export interface RangeKeys {
  readonly keys: readonly { readonly pk: string; readonly sk: string }[];
  /** False when some of the range is no longer in the stream, which keeps records for a day. */
  readonly isWhole: boolean;
}

/** A page in the middle of a shard may be empty; so many of them are its end. */
const emptyPages = 20;

/** The keys of the items that the records of a range are about. */
export async function readRange(client: DynamoDBStreamsClient, range: Range): Promise<RangeKeys> {
  try {
    return await readRecords(client, range);
  } catch (error) {
    const isGone =
      error instanceof TrimmedDataAccessException || error instanceof ResourceNotFoundException;
    if (isGone) return { keys: [], isWhole: false };
    throw error;
  }
}

async function readRecords(client: DynamoDBStreamsClient, range: Range): Promise<RangeKeys> {
  const iterator = await client.send(
    new GetShardIteratorCommand({
      StreamArn: range.streamArn,
      ShardId: range.shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: range.startSequenceNumber,
    }),
  );
  const [first, last] = [BigInt(range.startSequenceNumber), BigInt(range.endSequenceNumber)];
  const keys = new Map<string, { pk: string; sk: string }>();
  const seen: bigint[] = [];
  let empty = 0;
  let next = iterator.ShardIterator;
  while (next && (seen.at(-1) ?? 0n) < last) {
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: next, Limit: 100 }),
    );
    if (Records.length === 0 && ++empty > emptyPages) break;
    for (const { dynamodb } of Records) {
      const sequence = BigInt(dynamodb?.SequenceNumber ?? 0);
      seen.push(sequence);
      const [pk, sk] = [dynamodb?.Keys?.['pk']?.S, dynamodb?.Keys?.['sk']?.S];
      if (sequence <= last && pk && sk) keys.set(`${pk} ${sk}`, { pk, sk });
    }
    next = NextShardIterator;
  }
  return { keys: [...keys.values()], isWhole: seen[0] === first && (seen.at(-1) ?? 0n) >= last };
}
