import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Audience } from '../core/audience';
import { objectKinds } from '../core/exchange-object';
import { emptyHead, type FeedHead } from '../core/feed';
import { batchGet } from './batch-get';
import { feedKeys } from './index-keys';
import { feedHead } from './index-rows';

const entryItem = z.object({
  id: z.string(),
  kind: z.enum(objectKinds),
  sk: z.number(),
  projection: z.string().optional(),
});

/** The newest state of one object at its position; without a projection it is a tombstone. */
export type FeedEntry = z.infer<typeof entryItem>;

export interface FeedRange {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

export interface FeedEntries {
  readonly entries: readonly FeedEntry[];
  /** False when the range goes on: at its limit, or at DynamoDB's 1 MB. */
  readonly isComplete: boolean;
}

export type FeedStore = ReturnType<typeof feedStore>;

/** The order of each audience's changes. Both reads are strong: positions below `settled` never move in. */
export function feedStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async readHead(audience: Audience): Promise<FeedHead> {
      const Key = feedKeys.head(audience);
      const get = new GetCommand({ TableName: table, Key, ConsistentRead: true });
      return feedHead((await client.send(get)).Item);
    },

    /** The ends of several orders, strongly; of an audience that never had a change it is the empty one. */
    async readHeads(audiences: readonly Audience[]): Promise<Map<Audience, FeedHead>> {
      const keys = audiences.map((audience) => feedKeys.head(audience));
      const items = await batchGet(client, table, keys, { isStrong: true });
      const heads = new Map(items.map((item) => [item['pk'], feedHead(item)]));
      return new Map(
        audiences.map((audience) => [audience, heads.get(feedKeys.head(audience).pk) ?? emptyHead]),
      );
    },

    /** The entries at these positions, strongly, by position; what has moved or never was is absent. */
    async readEntriesAt(
      audience: Audience,
      positions: readonly number[],
    ): Promise<Map<number, FeedEntry>> {
      const keys = positions.map((position) => feedKeys.entry(audience, position));
      const items = await batchGet(client, table, keys, { isStrong: true });
      return new Map(items.map((item) => entryItem.parse(item)).map((entry) => [entry.sk, entry]));
    },

    async readEntries(audience: Audience, range: FeedRange): Promise<FeedEntries> {
      if (range.after >= range.upTo) return { entries: [], isComplete: true };
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :upTo',
          ExpressionAttributeValues: {
            ':pk': feedKeys.feed(audience),
            ':from': range.after + 1,
            ':upTo': range.upTo,
          },
          Limit: range.limit,
        }),
      );
      return {
        entries: Items.map((item) => entryItem.parse(item)),
        isComplete: LastEvaluatedKey === undefined,
      };
    },
  };
}
