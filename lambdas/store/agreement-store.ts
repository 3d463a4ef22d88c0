import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { defaultAgreement } from '../core/agreement';
import { by } from '../core/by';
import { idempotencyMark } from '../core/idempotency';
import { agreementInForceKey } from './governance-store';
import { sendTransaction } from './transaction';

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

    /** Puts it in force. False when there is this version already: somebody was quicker. */
    add(agreement: StoredAgreement): Promise<boolean> {
      const { version, publishedAt } = agreement;
      const Item = { pk: partition, sk: versionKey(version), ...agreement };
      const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
      const inForce = { ...agreementInForceKey, version, publishedAt };
      return sendTransaction(client, [
        { Put: { TableName: table, Item, ...isNew } },
        { Put: { TableName: table, Item: inForce } },
      ]);
    },
  };
}
