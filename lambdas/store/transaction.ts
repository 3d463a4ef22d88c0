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
  TransactItems: Write[],
): Promise<boolean> {
  for (let round = 1; ; round++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (error instanceof TransactionInProgressException) return false;
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (!isForWantOfRoom(error)) return false;
      if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
      await pauseBeforeRound(round);
    }
  }
}

function isForWantOfRoom({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code);
  return codes.some((code) => code !== 'None') && codes.every((code) => wantsRoom.has(code));
}
