import {
  ConditionalCheckFailedException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';

export function isConditionFailure(error: unknown): error is ConditionalCheckFailedException {
  return error instanceof ConditionalCheckFailedException;
}

/** A transaction of somebody else holds the item just now. */
export function isConflict(error: unknown): error is TransactionConflictException {
  return error instanceof TransactionConflictException;
}

/** Splits a list into runs of at most `size`: 100 keys of a BatchGet, 100 writes of a transaction. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  const runs: T[][] = [];
  for (let at = 0; at < list.length; at += size) runs.push(list.slice(at, at + size));
  return runs;
}
