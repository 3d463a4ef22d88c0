import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import { objectKinds, type RowRef } from '../core/exchange-object';
import type { RemarkKind } from '../core/remark';
import type { AudienceIndicator } from './audience-index-store';
import { batchGet } from './batch-get';
import { indexKeys, rowPrefixes } from './index-keys';
import { audienceRow } from './index-rows';

interface RowPlace {
  readonly audience: Audience;
  readonly ref: RowRef;
}

interface RowIn {
  readonly audience: Audience;
  readonly row: AudienceRow;
}

const idItem = z.object({
  pk: z.string(),
  kind: z.enum(objectKinds),
  indicatorId: z.string(),
  createdAt: z.number().optional(),
});
const relatedItem = z.object({ sk: z.string(), indicatorId: z.string() });

const mostRows = 1000;

export type RemarkRowsStore = ReturnType<typeof remarkRows>;

/** What may be read of what members say about an indicator: always by audience first. */
export function remarkRows(client: DynamoDBDocumentClient, table: string) {
  async function query(pk: string, prefix: string, after: string | undefined, limit: number) {
    const start = after === undefined ? {} : { ExclusiveStartKey: { pk, sk: prefix + after } };
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
        Limit: limit,
        ...start,
      }),
    );
    return { items: Items, isComplete: LastEvaluatedKey === undefined };
  }

  return {
    /** Comments in the order of their making, from a place on; `end` is the last one's where the list goes on. */
    async readComments(
      { audience, indicatorId }: AudienceIndicator,
      { after, limit }: { readonly after?: string | undefined; readonly limit: number },
    ) {
      const pk = indexKeys.partition(audience, indicatorId);
      const from = after?.replace('-', '/');
      const { items, isComplete } = await query(pk, rowPrefixes.comment, from, limit);
      const rows = items.map((item) => ({
        audience,
        row: audienceRow(item),
        place: String(item['sk']).slice(rowPrefixes.comment.length).replace('/', '-'),
      }));
      return { rows, end: isComplete ? undefined : rows.at(-1)?.place };
    },

    /** Reactions or relations on an indicator, to 1,000. */
    async readKind(kind: RemarkKind, { audience, indicatorId }: AudienceIndicator) {
      const pk = indexKeys.partition(audience, indicatorId);
      const { items, isComplete } = await query(pk, rowPrefixes[kind], undefined, mostRows);
      return { rows: items.map((item) => ({ audience, row: audienceRow(item) })), isComplete };
    },

    /** The relations of an audience that lead to an indicator, to 1,000. */
    async readLeadingTo({ audience, indicatorId }: AudienceIndicator) {
      const { pk } = indexKeys.relatedTo(audience, indicatorId, '');
      const { items, isComplete } = await query(pk, '', undefined, mostRows);
      const places = items
        .map((item) => relatedItem.parse(item))
        .map(({ sk: id, indicatorId: from }): RowPlace => {
          return { audience, ref: { kind: 'relation', id, indicatorId: from } };
        });
      return { rows: await this.readRows(places), isComplete };
    },

    /** In which of the audiences there is a row of this id and kind. */
    async findIds(
      audiences: readonly Audience[],
      id: string,
      kind: RemarkKind,
    ): Promise<RowPlace[]> {
      const keys = audiences.map((audience) => indexKeys.id(audience, id));
      const items = await batchGet(client, table, keys, { isStrong: false });
      const found = new Map(items.map((item) => idItem.parse(item)).map((row) => [row.pk, row]));
      return audiences.flatMap((audience) => {
        const row = found.get(indexKeys.id(audience, id).pk);
        if (row?.kind !== kind) return [];
        const { indicatorId, createdAt } = row;
        return [{ audience, ref: { id, kind, indicatorId, createdAt } }];
      });
    },

    async readRows(places: readonly RowPlace[]): Promise<RowIn[]> {
      const named = places.map((place) => ({
        ...place,
        key: indexKeys.rowOf(place.audience, place.ref),
      }));
      const keys = named.map(({ key }) => key);
      const items = await batchGet(client, table, keys, { isStrong: false });
      const rows = new Map(items.map((item) => [`${item['pk']} ${item['sk']}`, audienceRow(item)]));
      return named.flatMap(({ audience, key }) => {
        const row = rows.get(`${key.pk} ${key.sk}`);
        return row ? [{ audience, row }] : [];
      });
    },
  };
}
