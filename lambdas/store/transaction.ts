import {
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../core/problem';
import { pauseBeforeRound } from './pause';

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const rounds = 5;
const wantsRoom = new Set(['None', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * False when a condition or another transaction stood in the way, or when it may have been done already:
 * read again. What was cancelled for want of room alone is sent again as it is.
 */
export async function sendTransaction(
  client: DynamoDBDocumentClient,
  writes: Write[],
): Promise<boolean> {
  for (let round = 1; ; round++) {
    const codes = await tryTransaction(client, writes);
    if (codes === 'done') return true;
    if (!isForWantOfRoom(codes)) return false;
    await pauseOrGiveUp(round);
  }
}

/** Sends writes of which each stands for itself: one whose condition fails has nothing to do, and the others go without it. */
export async function sendThoseThatHold(
  client: DynamoDBDocumentClient,
  writes: readonly Write[],
): Promise<void> {
  let left = [...writes];
  for (let round = 1; left.length > 0; ) {
    const codes = await tryTransaction(client, left);
    if (codes === 'done') return;
    const holding = left.filter((_, at) => codes[at] !== 'ConditionalCheckFailed');
    if (holding.length === left.length) await pauseOrGiveUp(round++);
    left = holding;
  }
}

/** Why it was cancelled, write by write; no reasons where it is under way already. */
async function tryTransaction(
  client: DynamoDBDocumentClient,
  TransactItems: Write[],
): Promise<'done' | readonly string[]> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems }));
    return 'done';
  } catch (error) {
    if (error instanceof TransactionInProgressException) return [];
    if (!(error instanceof TransactionCanceledException)) throw error;
    return (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
  }
}

async function pauseOrGiveUp(round: number): Promise<void> {
  if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
  await pauseBeforeRound(round);
}

function isForWantOfRoom(codes: readonly string[]): boolean {
  return codes.some((code) => code !== 'None') && codes.every((code) => wantsRoom.has(code));
}
