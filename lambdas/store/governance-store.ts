import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Governance } from '../core/governance';
import { defaultPolicy, policy } from '../core/policy';
import { queryAll } from './query-all';

/** One partition for all that is in force, so that a request learns it in one read: `policy`, `hidden/<member id>`. */
const partition = 'governance';

const hiddenRow = z.object({ memberId: z.string(), since: z.number() });
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
      const hidden = rows.filter(({ sk }) => sk.startsWith('hidden/'));
      return {
        policy: decided ? policy.parse(decided['document']) : defaultPolicy,
        hidden: new Map(
          hidden.map((row) => hiddenRow.parse(row)).map((row) => [row.memberId, row.since]),
        ),
      };
    },
  };
}
