import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { MemberState } from '../core/member';
import { credentialStore } from './credential-store';
import { memberPartition } from './directory-keys';
import {
  credentialRow,
  credentialsVersionRow,
  type MemberRecord,
  type Profile,
  profileRow,
} from './directory-rows';
import { membershipRow, membershipsRow } from './group-rows';
import { listIds } from './list-ids';
import { profileWriter } from './profile-writer';
import { queryAll } from './query-all';

export type DirectoryStore = ReturnType<typeof directoryStore>;

export interface ProfileQuery {
  /** The id that the last page ended at. */
  readonly after: string | undefined;
  readonly state: MemberState | undefined;
  readonly limit: number;
}

export interface ProfilePage {
  readonly profiles: readonly Profile[];
  readonly next: string | null;
}

/** Members with their credentials, and the groups that they are in. */
export function directoryStore(client: DynamoDBDocumentClient, table: string) {
  async function readMember(id: string): Promise<MemberRecord | undefined> {
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
    const member = { ...shown, groups, ownedGroups, groupsChangedAt };
    const credentials = under('credential/').map((row) => credentialRow.parse(row));
    const version = rows.find(({ sk }) => sk === 'credentials');
    const credentialsVersion = version ? credentialsVersionRow.parse(version).version : 0;
    return { member, credentials, credentialsVersion };
  }

  return {
    readMember,

    ...credentialStore(client, table, readMember),

    ...profileWriter(client, table),

    /**
     * Some of the profiles, by the index: a member that was just added may not be in it yet. A page may be short, even
     * empty, before the last one.
     */
    async listProfiles({ after, state, limit }: ProfileQuery): Promise<ProfilePage> {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'list',
          KeyConditionExpression: 'listKey = :members AND listSort > :after',
          ...(state && {
            FilterExpression: '#state = :state',
            ExpressionAttributeNames: { '#state': 'state' },
          }),
          ExpressionAttributeValues: {
            ...{ ':members': 'members', ':after': after ?? ' ' },
            ...(state && { ':state': state }),
          },
          Limit: limit,
        }),
      );
      const next = LastEvaluatedKey ? String(LastEvaluatedKey['listSort']) : null;
      return { profiles: Items.map((item) => profileRow.parse(item)), next };
    },

    /** Every member's id, by the index. */
    listMemberIds: () => listIds(client, table, 'members'),
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
