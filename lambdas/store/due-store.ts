import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { indexKeys } from './index-keys';

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
      const due: Due[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': indexKeys.due(minute, '').pk },
            ExclusiveStartKey: from,
          }),
        );
        const items = (page.Items ?? []).map((item) => dueItem.parse(item));
        due.push(...items.map(({ sk, owner }) => ({ minute, id: sk, owner })));
        from = page.LastEvaluatedKey;
      } while (from);
      return due;
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
