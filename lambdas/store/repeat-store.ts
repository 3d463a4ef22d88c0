import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { microsPerDay, microsPerSecond } from '../core/time';
import { getStrongly } from './get-item';
import type { Write } from './transaction';

const keptDays = 7;
const repeatRow = z.object({ fingerprint: z.string() });
const repeatKey = (keyHash: string) => ({ pk: `repeat/${keyHash}`, sk: 'repeat' });

export type RepeatStore = ReturnType<typeof repeatStore>;

/** Requests with an Idempotency-Key that left nothing behind on which to keep it, in the table of limits. */
export function repeatStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** Whether this very request was done before; another one under its key is refused. */
    async isDone(idempotency: Idempotency | undefined): Promise<boolean> {
      if (!idempotency) return false;
      const { keyHash } = idempotency;
      const item = await getStrongly(client, table, repeatKey(keyHash));
      return item !== undefined && isRepeat({ keyHash, ...repeatRow.parse(item) }, idempotency);
    },

    /** Goes into the transaction that does the request, so that both are done or neither. */
    mark({ keyHash, fingerprint }: Idempotency, nowMicros: number): Write {
      const ttl = Math.ceil((nowMicros + keptDays * microsPerDay) / microsPerSecond);
      const Item = { ...repeatKey(keyHash), fingerprint, ttl };
      return {
        Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' },
      };
    },
  };
}
