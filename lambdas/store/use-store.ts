import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { isConditionFailure } from './item';
import { queryAll } from './query-all';

const useRow = z.object({ sk: z.string(), day: z.string() });

/** As long as a credential may live and a month: what was not used since then was not used. */
const keptSeconds = 400 * 86_400;

export type UseStore = ReturnType<typeof useStore>;

/** On which day each credential was used last: beside the limits, because every function of the API writes it. */
export function useStore(client: DynamoDBDocumentClient, table: string) {
  const partition = (memberId: string) => `used/${memberId}`;
  return {
    /** Of several functions that notice the same day one writes it; no day before the one that is there. */
    async note(memberId: string, credentialId: string, day: string): Promise<void> {
      const update = new UpdateCommand({
        TableName: table,
        Key: { pk: partition(memberId), sk: credentialId },
        UpdateExpression: 'SET #day = :day, #ttl = :ttl',
        ConditionExpression: 'attribute_not_exists(#day) OR #day < :day',
        ExpressionAttributeNames: { '#day': 'day', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':day': day,
          ':ttl': Math.floor(Date.parse(day) / 1000) + keptSeconds,
        },
      });
      await client.send(update).catch((error) => {
        if (!isConditionFailure(error)) throw error;
      });
    },

    /** The last day of each credential of a member, by its id. */
    async lastDays(memberId: string): Promise<ReadonlyMap<string, string>> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': partition(memberId) },
      });
      return new Map(items.map((item) => useRow.parse(item)).map(({ sk, day }) => [sk, day]));
    },
  };
}
