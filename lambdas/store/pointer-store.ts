import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import { batchGet } from './batch-get';
import { indexKeys } from './index-keys';
import { isConditionFailure } from './item';
import { type PointerMode, putRows } from './put-rows';

export interface IdPointer {
  readonly audience: Audience;
  readonly id: string;
  readonly indicatorId: string;
}

export interface DuePointer {
  readonly minute: number;
  readonly id: string;
  readonly owner: string;
}

export type PointerStore = ReturnType<typeof pointerStore>;

/** Rows that lead to others; they are put before the commit that they lead to. */
export function pointerStore(client: DynamoDBDocumentClient, table: string, mode: PointerMode) {
  let hasBegun = false;

  async function begin(minute: number): Promise<void> {
    const Item = { ...indexKeys.dueCursor, minute };
    const ConditionExpression = 'attribute_not_exists(pk)';
    const put = new PutCommand({ TableName: table, Item, ConditionExpression });
    await client.send(put).catch((error: unknown) => {
      if (!isConditionFailure(error)) throw error;
    });
  }

  return {
    async putIds(pointers: readonly IdPointer[]): Promise<void> {
      const rows = pointers.map(({ audience, id, indicatorId }) => ({
        ...indexKeys.id(audience, id),
        kind: 'descriptor',
        indicatorId,
      }));
      if (rows.length > 0) await putRows(client, table, rows, mode);
    },

    /** Those of which there is no row, strongly. */
    async missingIds(pointers: readonly IdPointer[]): Promise<IdPointer[]> {
      const keys = pointers.map(({ audience, id }) => indexKeys.id(audience, id));
      const items = await batchGet(client, table, keys, { isStrong: true });
      const present = new Set(items.map((item) => item['pk']));
      return pointers.filter(({ audience, id }) => !present.has(indexKeys.id(audience, id).pk));
    },

    /** `nowMinute` is where the expirer begins if it never ran: what is due now must not be before that. */
    async putDue(pointers: readonly DuePointer[], nowMinute: number): Promise<void> {
      if (pointers.length === 0) return;
      if (!hasBegun) await begin(nowMinute);
      hasBegun = true;
      const rows = pointers.map(({ minute, id, owner }) => ({
        ...indexKeys.due(minute, id),
        owner,
      }));
      await putRows(client, table, rows, mode);
    },
  };
}
