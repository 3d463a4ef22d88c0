import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { WatchRef } from '../core/watch/watch';
import { queryAll } from './query-all';
import { watchKeys } from './watch-keys';

export type ToldStore = ReturnType<typeof toldStore>;

/** Which watches were told of an object: the notifier writes it with each match. */
export function toldStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** Each once, strongly. */
    async read(objectId: string): Promise<WatchRef[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': watchKeys.told(objectId) },
        ProjectionExpression: 'sk',
      });
      const refs = items.map((item) => {
        const [member = '', watchId = ''] = String(item['sk']).split('/');
        return { member, watchId };
      });
      return [...new Map(refs.map((ref) => [`${ref.member}/${ref.watchId}`, ref])).values()];
    },
  };
}
