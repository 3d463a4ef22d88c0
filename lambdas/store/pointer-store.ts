import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import { indexKeys } from './index-keys';
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
  return {
    async putIds(pointers: readonly IdPointer[]): Promise<void> {
      const rows = pointers.map(({ audience, id, indicatorId }) => ({
        ...indexKeys.id(audience, id),
        kind: 'descriptor',
        indicatorId,
      }));
      if (rows.length > 0) await putRows(client, table, rows, mode);
    },

    async putDue(pointers: readonly DuePointer[]): Promise<void> {
      const rows = pointers.map(({ minute, id, owner }) => ({
        ...indexKeys.due(minute, id),
        owner,
      }));
      if (rows.length > 0) await putRows(client, table, rows, mode);
    },
  };
}
