import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { defaultAgreement } from '../core/agreement';
import type { By } from '../core/by';
import type { Governance } from '../core/governance';
import { type Idempotency, idempotencyMark } from '../core/idempotency';
import { defaultPolicy, type Policy, policy } from '../core/policy';
import { queryAll } from './query-all';
import { sendTransaction } from './transaction';

/**
 * One partition for all that is in force, so that a request learns it in one read: `policy`, `hidden/<member id>`,
 * `agreement`, which version it is, and `known-good`, the number of changes to the lists.
 */
const partition = 'governance';

export const knownGoodVersionKey = { pk: partition, sk: 'known-good' };

export const agreementInForceKey = { pk: partition, sk: 'agreement' };

/** Every policy that was decided; apart, because each request reads what is in force. */
const history = (version: number) => ({
  pk: 'policies',
  sk: String(version).padStart(16, '0'),
});

const decisionRow = z.object({ document: policy, idempotency: idempotencyMark.exactOptional() });

/** A policy with who decided it, when, and by which request. */
export interface PolicyDecision {
  readonly document: Policy;
  readonly by: By;
  readonly decidedAt: number;
  readonly idempotency?: Idempotency;
}

const hiddenRow = z.object({
  memberId: z.string(),
  since: z.number(),
  until: z.number().optional(),
});
const versionRow = z.object({ version: z.number() });
const agreementRow = z.object({ version: z.number(), publishedAt: z.string().nullable() });
const anyRow = z.looseObject({ sk: z.string() });

export type GovernanceStore = ReturnType<typeof governanceStore>;

/** What is in force for everybody, in the Directory. */
export function governanceStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** Strongly. Where nothing was decided yet, the default is in force. */
    async read(): Promise<Governance> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': partition },
      });
      const rows = items.map((item) => anyRow.parse(item));
      const decided = rows.find(({ sk }) => sk === 'policy');
      const agreement = rows.find(({ sk }) => sk === agreementInForceKey.sk);
      const lists = rows.find(({ sk }) => sk === knownGoodVersionKey.sk);
      const hidden = rows.filter(({ sk }) => sk.startsWith('hidden/'));
      return {
        policy: decided ? policy.parse(decided['document']) : defaultPolicy,
        agreement: agreement ? agreementRow.parse(agreement) : defaultAgreement,
        hidden: new Map(
          hidden
            .map((row) => hiddenRow.parse(row))
            .map(({ memberId, ...span }) => [memberId, span]),
        ),
        knownGoodVersion: lists ? versionRow.parse(lists).version : 0,
      };
    },

    /** A decision that was taken; without a version the one in force. */
    async readDecision(version?: number) {
      const key = version === undefined ? { pk: partition, sk: 'policy' } : history(version);
      const get = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
      const { Item } = await client.send(get);
      return Item && decisionRow.parse(Item);
    },

    /** Puts a policy in force and keeps it for ever. False when the version that was read is not in force any more. */
    decidePolicy(decision: PolicyDecision, readVersion: number): Promise<boolean> {
      const { document } = decision;
      const isFirst = readVersion === defaultPolicy.version;
      return sendTransaction(client, [
        {
          Put: {
            TableName: table,
            Item: { pk: partition, sk: 'policy', ...decision },
            ...(isFirst
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'document.version = :read',
                  ExpressionAttributeValues: { ':read': readVersion },
                }),
          },
        },
        {
          Put: {
            TableName: table,
            Item: { ...history(document.version), ...decision },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ]);
    },
  };
}
