import {
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Member } from '../core/member';
import { memberPartition } from './directory-keys';
import { credentialRow, type Profile, profileRow, type StoredCredential } from './directory-rows';
import { getStrongly } from './get-item';
import { membershipRow, membershipsRow } from './group-rows';
import { isConditionFailure } from './item';
import { listIds } from './list-ids';
import { profileWriter } from './profile-writer';
import { queryAll } from './query-all';

/** A member with its credentials, as one strong read of its partition gives them. */
export interface MemberRecord {
  readonly member: Member;
  readonly credentials: readonly StoredCredential[];
}

export type DirectoryStore = ReturnType<typeof directoryStore>;

/** Members with their credentials, and the groups that they are in. */
export function directoryStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async readMember(id: string): Promise<MemberRecord | undefined> {
      const rows = await queryMember(client, table, id);
      const profile = rows.find(({ sk }) => sk === 'profile');
      if (!profile) return undefined;
      const { fingerprint: _, ...shown } = profileRow.parse(profile);
      const under = (prefix: string) => rows.filter(({ sk }) => sk.startsWith(prefix));
      const memberships = under('group/').map((row) => membershipRow.parse(row));
      const owned = memberships.filter(({ role }) => role === 'owner');
      const change = rows.find(({ sk }) => sk === 'groups');
      const groups = memberships.map(({ groupId }) => groupId);
      const ownedGroups = owned.map(({ groupId }) => groupId);
      const groupsChangedAt = change ? membershipsRow.parse(change).changedAt : 0;
      const credentials = under('credential/').map((row) => credentialRow.parse(row));
      return { member: { ...shown, groups, ownedGroups, groupsChangedAt }, credentials };
    },

    ...profileWriter(client, table),

    /** A page of profiles, by the index: a member that was just added may not be in it yet. */
    async listProfiles(after: string | undefined, limit: number): Promise<Profile[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'list',
          KeyConditionExpression: 'listKey = :members AND listSort > :after',
          ExpressionAttributeValues: { ':members': 'members', ':after': after ?? ' ' },
          Limit: limit,
        }),
      );
      return Items.map((item) => profileRow.parse(item));
    },

    /** Every member's id, by the index. */
    listMemberIds: () => listIds(client, table, 'members'),

    addCredential(memberId: string, credential: StoredCredential): Promise<boolean> {
      const keys = { pk: memberPartition(memberId), sk: `credential/${credential.id}` };
      return putNew(client, table, { ...keys, ...credential });
    },

    async readCredential(memberId: string, id: string): Promise<StoredCredential | undefined> {
      const key = { pk: memberPartition(memberId), sk: `credential/${id}` };
      const item = await getStrongly(client, table, key);
      return item && credentialRow.parse(item);
    },

    /** False when there is no such credential; one that is revoked keeps its first time. */
    async revokeCredential(memberId: string, id: string, nowMicros: number): Promise<boolean> {
      return whenCondition(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: memberPartition(memberId), sk: `credential/${id}` },
            UpdateExpression: 'SET revokedAt = if_not_exists(revokedAt, :now)',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':now': nowMicros },
          }),
        ),
      );
    },
  };
}

const rowKey = z.looseObject({ sk: z.string() });

async function queryMember(client: DynamoDBDocumentClient, table: string, id: string) {
  const items = await queryAll(client, {
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': memberPartition(id) },
  });
  return items.map((item) => rowKey.parse(item));
}

function putNew(client: DynamoDBDocumentClient, table: string, item: Record<string, unknown>) {
  const put = { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' };
  return whenCondition(client.send(new PutCommand(put)));
}

async function whenCondition(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
