import type { By } from '../core/by';
import type { Key } from './batch-get';
import type { Write } from './transaction';

const prefix = 'removal/';

/**
 * Goes into the transaction that removes a row: what is gone can't say who removed it. One row for each partition tells
 * of its last removal, and the stream of all of them; the count makes each a change.
 */
export function removalWrite(TableName: string, { pk, sk }: Key, by: By, memberId?: string): Write {
  const about = memberId === undefined ? {} : { ':memberId': memberId };
  return {
    Update: {
      ...{ TableName, Key: { pk: `${prefix}${pk}`, sk: 'last' } },
      UpdateExpression: `SET removed = :removed, #by = :by${memberId ? ', memberId = :memberId' : ''} ADD #count :one`,
      ExpressionAttributeNames: { '#by': 'by', '#count': 'count' },
      ExpressionAttributeValues: { ':removed': sk, ':by': by, ':one': 1, ...about },
    },
  };
}

/** The key of what was removed, by the row that tells of it. */
export function removedKey(
  { pk }: Key,
  row: Readonly<Record<string, unknown>> | undefined,
): Key | undefined {
  if (!pk.startsWith(prefix) || typeof row?.['removed'] !== 'string') return undefined;
  return { pk: pk.slice(prefix.length), sk: row['removed'] };
}
