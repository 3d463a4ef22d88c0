import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../core/problem';
import { chunks } from './item';
import { pauseBeforeRound } from './pause';
import { sendTransaction, type Write } from './transaction';

/** The cheaper of the two is a matter of the engine: on AWS a transaction costs two units for one. */
export const pointerModes = ['batch', 'transaction'] as const;
export type PointerMode = (typeof pointerModes)[number];

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>;
const rounds = 8;

/** Puts rows whose content follows from their key: in any order, any number of times. */
export async function putRows(
  client: DynamoDBDocumentClient,
  table: string,
  rows: readonly Record<string, unknown>[],
  mode: PointerMode,
): Promise<void> {
  if (mode === 'batch') {
    const puts = rows.map((Item) => ({ PutRequest: { Item } }));
    await Promise.all(chunks(puts, 25).map((run) => batchWrite(client, { [table]: run })));
    return;
  }
  for (const run of chunks(rows, 100)) {
    await transactWrite(
      client,
      run.map((Item) => ({ Put: { TableName: table, Item } })),
    );
  }
}

/** Removes rows, whether they are there or not. */
export async function removeRows(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Record<string, unknown>[],
  mode: PointerMode,
): Promise<void> {
  if (mode === 'batch') {
    const removals = keys.map((Key) => ({ DeleteRequest: { Key } }));
    await Promise.all(chunks(removals, 25).map((run) => batchWrite(client, { [table]: run })));
    return;
  }
  for (const run of chunks(keys, 100)) {
    await transactWrite(
      client,
      run.map((Key) => ({ Delete: { TableName: table, Key } })),
    );
  }
}

async function transactWrite(client: DynamoDBDocumentClient, writes: Write[]): Promise<void> {
  for (let round = 1; !(await sendTransaction(client, writes)); round++) {
    if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
    await pauseBeforeRound(round);
  }
}

/** Writes until nothing is left over: an answer of 200 may come with items that were not written. */
async function batchWrite(client: DynamoDBDocumentClient, requests: Requests): Promise<void> {
  let left = requests;
  for (let round = 0; Object.keys(left).length > 0; round++) {
    if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
    if (round > 0) await pauseBeforeRound(round);
    const { UnprocessedItems = {} } = await client.send(
      new BatchWriteCommand({ RequestItems: left }),
    );
    left = UnprocessedItems;
  }
}
