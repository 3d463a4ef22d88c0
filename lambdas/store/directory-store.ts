import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Member } from '../core/member';
import {
  credentialRow,
  type Group,
  groupRow,
  membershipRow,
  type Profile,
  profileRow,
  type StoredCredential,
} from './directory-rows';
import { isConditionFailure } from './item';
import { queryAll } from './query-all';

/** A member with its credentials, as one strong read of its partition gives them. */
export interface MemberRecord {
  readonly member: Member;
  readonly credentials: readonly StoredCredential[];
}

const memberKey = (id: string) => `member/${id}`;
const groupKey = { pk: (id: string) => `group/${id}`, sk: 'profile' };

export type DirectoryStore = ReturnType<typeof directoryStore>;

/** Members, credentials, groups. A membership is stored once, under the member. */
export function directoryStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async readMember(id: string): Promise<MemberRecord | undefined> {
      const rows = await queryMember(client, table, id);
      const profile = rows.find(({ sk }) => sk === 'profile');
      if (!profile) return undefined;
      const { fingerprint: _, ...shown } = profileRow.parse(profile);
      const under = (prefix: string) => rows.filter(({ sk }) => sk.startsWith(prefix));
      const groups = under('group/').map((row) => membershipRow.parse(row).groupId);
      const credentials = under('credential/').map((row) => credentialRow.parse(row));
      return { member: { ...shown, groups }, credentials };
    },

    /** False when the id is taken: the same request came before, or another did under its key. */
    addProfile(profile: Profile): Promise<boolean> {
      const keys = { pk: memberKey(profile.id), sk: 'profile' };
      const list = { listKey: 'members', listSort: profile.id };
      return putNew(client, table, { ...keys, ...list, ...profile });
    },

    async readProfile(id: string): Promise<Profile | undefined> {
      const item = await getStrongly(client, table, { pk: memberKey(id), sk: 'profile' });
      return item && profileRow.parse(item);
    },

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

    listGroupIds: () => listIds(client, table, 'groups'),

    addCredential(memberId: string, credential: StoredCredential): Promise<boolean> {
      const keys = { pk: memberKey(memberId), sk: `credential/${credential.id}` };
      return putNew(client, table, { ...keys, ...credential });
    },

    async readCredential(memberId: string, id: string): Promise<StoredCredential | undefined> {
      const key = { pk: memberKey(memberId), sk: `credential/${id}` };
      const item = await getStrongly(client, table, key);
      return item && credentialRow.parse(item);
    },

    /** False when there is no such credential; one that is revoked keeps its first time. */
    async revokeCredential(memberId: string, id: string, nowMicros: number): Promise<boolean> {
      return whenCondition(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: memberKey(memberId), sk: `credential/${id}` },
            UpdateExpression: 'SET revokedAt = if_not_exists(revokedAt, :now)',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':now': nowMicros },
          }),
        ),
      );
    },

    addGroup(group: Group): Promise<boolean> {
      const keys = { pk: groupKey.pk(group.id), sk: groupKey.sk };
      return putNew(client, table, {
        ...keys,
        listKey: 'groups',
        listSort: group.id,
        ...group,
      });
    },

    async readGroup(id: string): Promise<Group | undefined> {
      const item = await getStrongly(client, table, { pk: groupKey.pk(id), sk: groupKey.sk });
      return item && groupRow.parse(item);
    },

    /** Remembers, before memberships are written, under whom to look for them. */
    async rememberMembers(groupId: string, memberIds: readonly string[]): Promise<void> {
      if (memberIds.length === 0) return;
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: groupKey.pk(groupId), sk: groupKey.sk },
          UpdateExpression: 'ADD everMembers :ids',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':ids': new Set(memberIds) },
        }),
      );
    },

    async addMembership(groupId: string, memberId: string, nowMicros: number): Promise<void> {
      const keys = { pk: memberKey(memberId), sk: `group/${groupId}` };
      const list = { listKey: `group/${groupId}`, listSort: memberId };
      await putNew(client, table, { ...keys, ...list, groupId, memberId, joinedAt: nowMicros });
    },

    async removeMembership(groupId: string, memberId: string): Promise<void> {
      const Key = { pk: memberKey(memberId), sk: `group/${groupId}` };
      await client.send(new DeleteCommand({ TableName: table, Key }));
    },
  };
}

async function listIds(client: DynamoDBDocumentClient, table: string, list: string) {
  const ids: string[] = [];
  const input = {
    TableName: table,
    IndexName: 'list',
    KeyConditionExpression: 'listKey = :list',
    ExpressionAttributeValues: { ':list': list },
  };
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    ids.push(...Items.map((item) => String(item['listSort'])));
  }
  return ids;
}

const rowKey = z.looseObject({ sk: z.string() });

async function queryMember(client: DynamoDBDocumentClient, table: string, id: string) {
  const items = await queryAll(client, {
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': memberKey(id) },
  });
  return items.map((item) => rowKey.parse(item));
}

async function getStrongly(
  client: DynamoDBDocumentClient,
  table: string,
  key: { readonly pk: string; readonly sk: string },
): Promise<Record<string, unknown> | undefined> {
  const get = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
  return (await client.send(get)).Item;
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
