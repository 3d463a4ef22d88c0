import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Consent } from '../core/group-consent';
import { type HistoryLine, historyLine } from '../core/group-history';
import { batchGet } from './batch-get';
import { groupKeys, groupPartition, lists, profileKey, sortable } from './directory-keys';
import {
  consentRow,
  listingRow,
  type Membership,
  memberNameRow,
  membershipRow,
} from './group-rows';
import { queryAll } from './query-all';

const pageSize = 100;

export interface Page<T> {
  readonly items: readonly T[];
  /** After what the next page begins; null where there is none. */
  readonly next: string | null;
}

export type GroupLists = ReturnType<typeof groupLists>;

/** What of groups is listed, a hundred at a time. Lists are for display: their index may lag behind the rows. */
export function groupLists(client: DynamoDBDocumentClient, table: string) {
  async function pageOf(list: string, after = ' ') {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'list',
        KeyConditionExpression: 'listKey = :list AND listSort > :after',
        ExpressionAttributeValues: { ':list': list, ':after': after },
        Limit: pageSize,
      }),
    );
    return { items: Items, next: nextOf(Items, 'listSort') };
  }

  return {
    async listRoster(groupId: string, after: string | undefined): Promise<Page<Membership>> {
      const { items, next } = await pageOf(lists.roster(groupId), after);
      return { items: items.map((item) => membershipRow.parse(item)), next };
    },

    async listListedIds(after: string | undefined): Promise<Page<string>> {
      const { items, next } = await pageOf(lists.listedGroups, after);
      return { items: items.map((item) => listingRow.parse(item).groupId), next };
    },

    /** Those of a page that still stand. */
    async listInvitations(memberId: string, after: string | undefined): Promise<Page<Consent>> {
      const { items, next } = await pageOf(lists.invitations(memberId), after);
      const keys = items
        .map((item) => consentRow.parse(item))
        .map(({ groupId }) => groupKeys.consent('invitation', groupId, memberId));
      const standing = await batchGet(client, table, keys, { isStrong: true });
      return { items: standing.map((item) => consentRow.parse(item)), next };
    },

    async listOwnLines(
      groupId: string,
      memberId: string,
      after: number,
    ): Promise<Page<HistoryLine>> {
      const { items, next } = await pageOf(lists.ownLines(groupId, memberId), sortable(after));
      return { items: items.map((item) => historyLine.parse(item)), next };
    },

    /** A page of a group's history, strongly. */
    async listLines(groupId: string, after: number): Promise<Page<HistoryLine>> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':pk': groupPartition(groupId),
            ':first': groupKeys.line(groupId, after + 1).sk,
            ':last': groupKeys.line(groupId, Number.MAX_SAFE_INTEGER).sk,
          },
          ConsistentRead: true,
          Limit: pageSize,
        }),
      );
      return {
        items: Items.map((item) => historyLine.parse(item)),
        next: nextOf(Items, 'version'),
      };
    },

    /** All that ever happened to a group, strongly. */
    async readHistory(groupId: string): Promise<HistoryLine[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :lines)',
        ExpressionAttributeValues: { ':pk': groupPartition(groupId), ':lines': 'history/' },
      });
      return items.map((item) => historyLine.parse(item));
    },

    /** Members' names by id, as they are shown beside it. */
    async readNames(memberIds: Iterable<string>): Promise<Map<string, string>> {
      const keys = [...new Set(memberIds)].map(profileKey.ofMember);
      const items = await batchGet(client, table, keys, { isStrong: false });
      const names = items.map((item) => memberNameRow.parse(item));
      return new Map(names.map(({ id, name }) => [id, name]));
    },
  };
}

function nextOf(items: readonly Record<string, unknown>[], sort: string): string | null {
  const last = items.length < pageSize ? undefined : items.at(-1)?.[sort];
  return last === undefined ? null : String(last);
}
