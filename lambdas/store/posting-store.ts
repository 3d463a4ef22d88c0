import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Condition } from '../core/watch/condition';
import { type Posting, restDigest } from '../core/watch/postings';
import { type PointerMode, putRows, removeRows } from './put-rows';
import { queryAll } from './query-all';
import { watchKeys } from './watch-keys';

const postingItem = z.object({ sk: z.string(), rest: z.string() });

/** A watch that stands under a token, with what the token leaves open. */
export interface StandingWatch {
  readonly member: string;
  readonly watchId: string;
  readonly rest: Condition;
}

export interface OwnedWatch {
  readonly member: string;
  readonly id: string;
}

export type PostingStore = ReturnType<typeof postingStore>;

/** Where watches stand: by the keys of the tokens that changes are looked up by. */
export function postingStore(
  client: DynamoDBDocumentClient,
  table: string,
  mode: PointerMode = 'batch',
) {
  const keyOf = ({ member, id }: OwnedWatch, { key, rest }: Posting) =>
    watchKeys.posting(key, { member, watchId: id, digest: restDigest(rest) });
  return {
    /** Any number of times. */
    async put(watch: OwnedWatch, postings: readonly Posting[]): Promise<void> {
      const rows = postings.map((one) => ({ ...keyOf(watch, one), rest: one.rest }));
      await putRows(client, table, rows, mode);
    },

    async remove(watch: OwnedWatch, postings: readonly Posting[]): Promise<void> {
      await removeRows(
        client,
        table,
        postings.map((one) => keyOf(watch, one)),
        mode,
      );
    },

    /** Whether nothing stands under a token, strongly. */
    async isEmpty(tokenKey: string): Promise<boolean> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          ...{ TableName: table, ConsistentRead: true, Limit: 1 },
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `posting/${tokenKey}` },
        }),
      );
      return Items.length === 0;
    },

    /** All that stand under a token, strongly. */
    async read(tokenKey: string): Promise<StandingWatch[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `posting/${tokenKey}` },
      });
      return items.map((item) => {
        const { sk, rest } = postingItem.parse(item);
        const [member = '', watchId = ''] = sk.split('/');
        return { member, watchId, rest: JSON.parse(rest) as Condition };
      });
    },
  };
}
