import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { memberStates, organisationClasses } from '../core/member';
import { batchGet } from './batch-get';
import { membershipKey } from './directory-keys';
import { getStrongly } from './get-item';
import { membershipRow } from './group-rows';
import { queryAll } from './query-all';
import type { Write } from './transaction';

/**
 * One partition for who is a member and as what, beside `governance`, which every request reads: `version`, and
 * `member/<id>` for each. It is what can be read strongly of all members at once; the index of profiles lags.
 */
const partition = 'roster';
const versionKey = { pk: partition, sk: 'version' };

const standingRow = z.object({
  id: z.string(),
  organisationClass: z.enum(organisationClasses),
  state: z.enum(memberStates),
});
const versionRow = z.object({ version: z.number() });

/** What decides, besides its groups, which audiences a member is in. */
export type Standing = z.infer<typeof standingRow>;

/** Goes into the transaction that writes a member's profile, whenever its state or class is new. */
export function standingWrites(table: string, standing: Standing): Write[] {
  const { id, organisationClass, state } = standing;
  const row = { pk: partition, sk: `member/${id}`, id, organisationClass, state };
  return [
    { Put: { TableName: table, Item: row } },
    {
      Update: {
        TableName: table,
        Key: versionKey,
        UpdateExpression: 'ADD version :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ];
}

export type RosterStore = ReturnType<typeof rosterStore>;

/** All members of the exchange, strongly. */
export function rosterStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** Differs as soon as any member was added or has another state or class. */
    async readVersion(): Promise<number> {
      const item = await getStrongly(client, table, versionKey);
      return item ? versionRow.parse(item).version : 0;
    },

    async readStandings(): Promise<Standing[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :members)',
        ExpressionAttributeValues: { ':pk': partition, ':members': 'member/' },
      });
      return items.map((item) => standingRow.parse(item));
    },

    /** Those of some members who are in a group, by their own records. */
    async readInGroup(groupId: string, memberIds: Iterable<string>): Promise<string[]> {
      const keys = [...memberIds].map((memberId) => membershipKey(groupId, memberId));
      const items = await batchGet(client, table, keys, { isStrong: true });
      return items.map((item) => membershipRow.parse(item).memberId);
    },
  };
}
