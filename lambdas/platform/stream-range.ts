import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  type _Record as StreamRecord,
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

export interface RangeRecords {
  readonly records: readonly StreamRecord[];
  /** False when some of the range is no longer in the stream, which keeps records for a day. */
  readonly isWhole: boolean;
}

export interface RangeKeys extends Pick<RangeRecords, 'isWhole'> {
  readonly keys: readonly { readonly pk: string; readonly sk: string }[];
}

/** A page in the middle of a shard may be empty; so many of them are its end. */
const emptyPages = 20;

/** The keys of the items that the records of a range are about. */
export async function readRange(client: DynamoDBStreamsClient, range: Range): Promise<RangeKeys> {
  const { records, isWhole } = await readRecords(client, range);
  const keys = new Map<string, { pk: string; sk: string }>();
  for (const { dynamodb } of records) {
    const [pk, sk] = [dynamodb?.Keys?.['pk']?.S, dynamodb?.Keys?.['sk']?.S];
    if (pk && sk) keys.set(`${pk} ${sk}`, { pk, sk });
  }
  return { keys: [...keys.values()], isWhole };
}

export async function readRecords(
  client: DynamoDBStreamsClient,
  range: Range,
): Promise<RangeRecords> {
  try {
    return await readThrough(client, range);
  } catch (error) {
    const isGone =
      error instanceof TrimmedDataAccessException || error instanceof ResourceNotFoundException;
    if (isGone) return { records: [], isWhole: false };
    throw error;
  }
}

async function readThrough(client: DynamoDBStreamsClient, range: Range): Promise<RangeRecords> {
  const iterator = await client.send(
    new GetShardIteratorCommand({
      StreamArn: range.streamArn,
      ShardId: range.shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: range.startSequenceNumber,
    }),
  );
  const [first, last] = [BigInt(range.startSequenceNumber), BigInt(range.endSequenceNumber)];
  const records: StreamRecord[] = [];
  const seen: bigint[] = [];
  let empty = 0;
  let next = iterator.ShardIterator;
  while (next && (seen.at(-1) ?? 0n) < last) {
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: next, Limit: 100 }),
    );
    if (Records.length === 0 && ++empty > emptyPages) break;
    for (const record of Records) {
      const sequence = BigInt(record.dynamodb?.SequenceNumber ?? 0);
      seen.push(sequence);
      if (sequence <= last) records.push(record);
    }
    next = NextShardIterator;
  }
  return { records, isWhole: seen[0] === first && (seen.at(-1) ?? 0n) >= last };
}
