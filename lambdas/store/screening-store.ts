import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { matchForms } from '../core/known-good/look-up';
import { findingKinds } from '../core/screen/finding';
import { override } from '../core/screen/override';
import { indexKeys } from './index-keys';
import { chunks } from './item';
import { queryAll } from './query-all';

export const flagVerdicts = ['refused', 'redacted', 'overridden'] as const;

const flagRow = z.object({
  descriptorId: z.string(),
  kind: z.literal('comment').exactOptional(),
  indicatorId: z.string(),
  version: z.number(),
  verdict: z.enum(flagVerdicts),
  findings: z.array(
    z.object({
      kind: z.enum(findingKinds),
      field: z.string(),
      start: z.number(),
      end: z.number(),
      verdict: z.enum(['block', 'redact', 'confirm']),
    }),
  ),
  knownGood: z.array(
    z.object({
      list: z.string(),
      name: z.string(),
      match: z.enum(matchForms),
      verdict: z.enum(['warn', 'block']),
    }),
  ),
  override: override.exactOptional(),
  scannedAt: z.number(),
});
/** What a walk has to say of one descriptor; places and kinds, no content. */
export type Flag = Readonly<z.infer<typeof flagRow>>;

export type ScreeningStore = ReturnType<typeof screeningStore>;

/** What walks have flagged, under the owner; made from the Exchange, so it is kept with the index. */
export function screeningStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async putFlag(owner: string, flag: Flag): Promise<void> {
      const Item = { ...indexKeys.flag(owner, flag.descriptorId), ...flag };
      await client.send(new PutCommand({ TableName: table, Item }));
    },

    /** A page of an owner's flags, by descriptor. */
    async listFlags(owner: string, after: string | undefined, limit: number): Promise<Flag[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: {
            ':pk': indexKeys.flag(owner, '').pk,
            ':after': after ?? ' ',
          },
          Limit: limit,
        }),
      );
      return Items.map((item) => flagRow.parse(item));
    },

    /** Takes off what a walk that began then has not found again. */
    async removeOlder(owner: string, beganAt: number): Promise<void> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'scannedAt < :began',
        ExpressionAttributeValues: {
          ':pk': indexKeys.flag(owner, '').pk,
          ':began': beganAt,
        },
        ProjectionExpression: 'pk, sk',
      });
      const deletes = items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
      for (const some of chunks(deletes, 25)) {
        // What is left unprocessed stays for the next walk.
        await client.send(new BatchWriteCommand({ RequestItems: { [table]: some } }));
      }
    },
  };
}
