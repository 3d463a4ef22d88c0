import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import { isRemark } from '../core/subject';
import type { Summary } from '../core/summary';
import type { Talk } from '../core/talk';
import { readRowsOf } from './audience-rows';
import { batchGet } from './batch-get';
import { indexKeys, rowPrefixes } from './index-keys';
import { audienceRow, summaryOf } from './index-rows';

export interface AudienceIndicator {
  readonly audience: Audience;
  readonly indicatorId: string;
}

/** The live rows of one indicator in one audience. */
export interface AudienceRows {
  readonly audience: Audience;
  readonly rows: readonly AudienceRow[];
  readonly isComplete: boolean;
  /** What of its remarks the summary tells. */
  readonly talk?: Talk | undefined;
  /** Reactions and relations, which stand between the opinions and the summary. */
  readonly remarks?: readonly AudienceRow[];
}

const rowsPerRead = 1000;
const idItem = z.object({ pk: z.string(), indicatorId: z.string() });

export type AudienceIndexStore = ReturnType<typeof audienceIndexStore>;

/** What may be read of the index: always by audience first. */
export function audienceIndexStore(client: DynamoDBDocumentClient, table: string) {
  async function queryRows(
    { audience, indicatorId }: AudienceIndicator,
    ConsistentRead: boolean,
  ): Promise<AudienceRows> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :rows AND :summary',
        ExpressionAttributeValues: {
          ':pk': indexKeys.partition(audience, indicatorId),
          ':rows': rowPrefixes.descriptor,
          ':summary': indexKeys.summary(audience, indicatorId).sk,
        },
        Limit: rowsPerRead,
        ...(ConsistentRead ? { ConsistentRead } : {}),
      }),
    );
    const card = Items.find(({ sk }) => sk === indexKeys.summary(audience, indicatorId).sk);
    const live = Items.filter((item) => item !== card)
      .map(audienceRow)
      .filter((row) => row.projection !== undefined);
    return {
      ...{ audience, isComplete: LastEvaluatedKey === undefined },
      talk: card && summaryOf(card).talk,
      rows: live.filter((row) => !isRemark(row)),
      remarks: live.filter(isRemark),
    };
  }

  /** Which of the audiences know which of the ids, and the indicators that they belong to. */
  async function findIds(
    audiences: readonly Audience[],
    ids: readonly string[],
  ): Promise<(AudienceIndicator & { readonly id: string })[]> {
    const keys = audiences.flatMap((audience) => ids.map((id) => indexKeys.id(audience, id)));
    const items = await batchGet(client, table, keys, { isStrong: false });
    const found = new Map(items.map((item) => idItem.parse(item)).map((row) => [row.pk, row]));
    return audiences.flatMap((audience) =>
      ids.flatMap((id) => {
        const row = found.get(indexKeys.id(audience, id).pk);
        return row ? [{ audience, indicatorId: row.indicatorId, id }] : [];
      }),
    );
  }

  return {
    /** Up to 1,000 rows in one query, with what the summary tells of remarks; gone ones are left out. */
    readRows: (of: AudienceIndicator) => queryRows(of, false),

    readRowsStrongly: (of: AudienceIndicator) => queryRows(of, true),

    async readRow(
      { audience, indicatorId }: AudienceIndicator,
      id: string,
    ): Promise<AudienceRow | undefined> {
      const Key = indexKeys.row(audience, indicatorId, id);
      const { Item } = await client.send(new GetCommand({ TableName: table, Key }));
      return Item && audienceRow(Item);
    },

    readRowsOf: (audience: Audience, objects: Parameters<typeof readRowsOf>[3]) =>
      readRowsOf(client, table, audience, objects),

    /** By `summaryKey`; what nobody there has an opinion on is absent. */
    async readSummaries(wanted: readonly AudienceIndicator[]): Promise<Map<string, Summary>> {
      const keys = wanted.map(({ audience, indicatorId }) =>
        indexKeys.summary(audience, indicatorId),
      );
      const items = await batchGet(client, table, keys, { isStrong: false });
      return new Map(items.map((item) => [String(item['pk']), summaryOf(item)]));
    },

    /** Which of the audiences know an id, and the indicator that it belongs to. */
    findId: (audiences: readonly Audience[], id: string) => findIds(audiences, [id]),

    findIds,
  };
}

export function summaryKey({ audience, indicatorId }: AudienceIndicator): string {
  return indexKeys.partition(audience, indicatorId);
}
