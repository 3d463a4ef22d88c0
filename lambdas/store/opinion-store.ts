import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import type { RowRef } from '../core/exchange-object';
import type { Projection } from '../core/projection';
import type { ListedOpinion, Summary } from '../core/summary';
import { readRowsOf } from './audience-rows';
import { getStrongly } from './get-item';
import { indexKeys, rowPrefixes } from './index-keys';
import { audienceRow, summaryOf } from './index-rows';
import { queryAll } from './query-all';

export type OpinionStore = ReturnType<typeof opinionStore>;

/** What an audience holds just now, as the matcher asks for it: strongly. */
export function opinionStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async read(audience: Audience, ref: RowRef): Promise<AudienceRow | undefined> {
      return (await readRowsOf(client, table, audience, [ref])).get(ref.id);
    },

    async readSummary(audience: Audience, indicatorId: string): Promise<Summary | undefined> {
      const item = await getStrongly(client, table, indexKeys.summary(audience, indicatorId));
      return item && summaryOf(item);
    },

    async readOwners(audience: Audience, indicatorId: string): Promise<ListedOpinion[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :rows)',
        ExpressionAttributeValues: {
          ':pk': indexKeys.partition(audience, indicatorId),
          ':rows': rowPrefixes.descriptor,
        },
      });
      return items.map(audienceRow).flatMap(({ projection }) => {
        if (projection === undefined) return [];
        const { id, owner, status } = JSON.parse(projection) as Projection;
        return [{ id, owner, status }];
      });
    },
  };
}
