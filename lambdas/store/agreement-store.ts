import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { defaultAgreement } from '../core/agreement';
import { by } from '../core/by';
import { idempotencyMark } from '../core/idempotency';
import { isConditionFailure } from './item';

const partition = 'agreement';
const versionKey = (version: number) => `version/${String(version).padStart(10, '0')}`;

const agreementRow = z.object({
  version: z.number(),
  text: z.string(),
  publishedAt: z.string().nullable(),
  by: by.exactOptional(),
  idempotency: idempotencyMark.exactOptional(),
});

/** A version, with who put it and by which request. */
export type StoredAgreement = z.infer<typeof agreementRow>;

export type AgreementStore = ReturnType<typeof agreementStore>;

/** The versions of the agreement, in the Directory: a row each, the last one is in force. */
export function agreementStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** Strongly. Where nobody put one yet, the default is in force. */
    async readCurrent(): Promise<StoredAgreement> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': partition },
          ...{ ScanIndexForward: false, Limit: 1, ConsistentRead: true },
        }),
      );
      return Items[0] ? agreementRow.parse(Items[0]) : defaultAgreement;
    },

    /** False when there is this version already: somebody was quicker. */
    async add(agreement: StoredAgreement): Promise<boolean> {
      const Item = { pk: partition, sk: versionKey(agreement.version), ...agreement };
      const put = { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' };
      try {
        await client.send(new PutCommand(put));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}
