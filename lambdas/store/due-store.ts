import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { batchGet } from './batch-get';
import { indexKeys } from './index-keys';
import { queryAll } from './query-all';

const dueItem = z.object({ sk: z.string(), owner: z.string() });
const cursorItem = z.object({ minute: z.number() });

export interface Due {
  readonly minute: number;
  readonly id: string;
  readonly owner: string;
}

export type DueStore = ReturnType<typeof dueStore>;

/** Descriptors by the minute in which they end, and how far the expirer has come. */
export function dueStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async readDue(minute: number): Promise<Due[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': indexKeys.due(minute, '').pk },
      });
      return items.map((item) => {
        const { sk, owner } = dueItem.parse(item);
        return { minute, id: sk, owner };
      });
    },

    /** Which of them are kept under their minute, by id. */
    async readPresent(wanted: readonly Pick<Due, 'minute' | 'id'>[]): Promise<Set<string>> {
      const keys = wanted.map(({ minute, id }) => indexKeys.due(minute, id));
      const items = await batchGet(client, table, keys, { isStrong: true });
      return new Set(items.map((item) => dueItem.parse(item).sk));
    },

    async remove({ minute, id }: Due): Promise<void> {
      const Key = indexKeys.due(minute, id);
      await client.send(new DeleteCommand({ TableName: table, Key }));
    },

    async readCursor(): Promise<number | undefined> {
      const get = { TableName: table, Key: indexKeys.dueCursor, ConsistentRead: true };
      const { Item } = await client.send(new GetCommand(get));
      return Item && cursorItem.parse(Item).minute;
    },

    async writeCursor(minute: number): Promise<void> {
      const Item = { ...indexKeys.dueCursor, minute };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
  };
}
