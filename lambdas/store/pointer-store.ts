import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import type { RowRef } from '../core/exchange-object';
import { batchGet, type Key } from './batch-get';
import { indexKeys } from './index-keys';
import { isConditionFailure } from './item';
import { listWrites } from './list-writes';
import { type PointerMode, putRows } from './put-rows';

export interface IdPointer extends RowRef {
  readonly audience: Audience;
  /** Of a relation: the indicator that it leads to, from where it is found too. */
  readonly toId?: string | undefined;
}

/** The pointer to what a row shows. */
export function idPointer(
  audience: Audience,
  { id, indicatorId, kind, createdAt, projection }: RowRef & { projection?: string },
): IdPointer {
  const ref = { audience, id, indicatorId, kind, createdAt };
  if (kind !== 'relation' || projection === undefined) return ref;
  const { toId } = JSON.parse(projection) as { readonly toId: string };
  return { ...ref, toId };
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
    ...listWrites(client, table, mode),

    async putIds(pointers: readonly IdPointer[]): Promise<void> {
      const rows = pointers.flatMap(rowsOf);
      if (rows.length > 0) await putRows(client, table, rows, mode);
    },

    /** Those of which there is no row, strongly. */
    async missingIds(pointers: readonly IdPointer[]): Promise<IdPointer[]> {
      const keys = pointers.flatMap(keysOf);
      const items = await batchGet(client, table, keys, { isStrong: true });
      const present = new Set(items.map(nameOf));
      return pointers.filter(
        (pointer) => !keysOf(pointer).every((key) => present.has(nameOf(key))),
      );
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

function rowsOf({ audience, id, indicatorId, kind = 'descriptor', createdAt, toId }: IdPointer) {
  const made = kind === 'comment' ? { createdAt } : {};
  const row = { ...indexKeys.id(audience, id), kind, indicatorId, ...made };
  if (toId === undefined) return [row];
  return [row, { ...indexKeys.relatedTo(audience, toId, id), indicatorId }];
}

function keysOf(pointer: IdPointer): Key[] {
  return rowsOf(pointer).map(({ pk, sk }) => ({ pk, sk }));
}

function nameOf({ pk, sk }: Readonly<Record<string, unknown>> | Key): string {
  return `${pk} ${sk}`;
}
