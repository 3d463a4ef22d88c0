import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Group, GroupRole } from '../core/group';
import { type HistoryLine, historyLine } from '../core/group-history';
import { batchGet } from './batch-get';
import { groupPartition, membershipKey, membershipsKey, profileKey } from './directory-keys';
import { getStrongly } from './get-item';
import {
  candidateRow,
  groupRow,
  membershipRow,
  membershipsRow,
  type StoredGroup,
} from './group-rows';
import { type GroupChange, writesOf } from './group-writes';
import { listIds } from './list-ids';
import { queryAll } from './query-all';
import { sendTransaction } from './transaction';

export type { GroupChange } from './group-writes';

/** What decides whether a member may be put into one more group. */
export interface Candidate {
  readonly isEligible: boolean;
  readonly groupCount: number;
}

export type GroupStore = ReturnType<typeof groupStore>;

/** Privacy groups, in the Directory. A membership is stored once, under the member; the index lists a roster. */
export function groupStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async readGroup(id: string): Promise<StoredGroup | undefined> {
      const item = await getStrongly(client, table, profileKey.ofGroup(id));
      return item && groupRow.parse(item);
    },

    /** Every group's id, by the index. */
    listGroupIds: () => listIds(client, table, 'groups'),

    /** False when the group, or what else the change goes by, is not as it was: read again and decide anew. */
    write(old: Group | undefined, change: GroupChange): Promise<boolean> {
      return sendTransaction(client, writesOf(table, old, change));
    },

    /** The roles of those members who are in the group, strongly. */
    async readRoles(groupId: string, memberIds: Iterable<string>): Promise<Map<string, GroupRole>> {
      const keys = [...memberIds].map((memberId) => membershipKey(groupId, memberId));
      const items = await batchGet(client, table, keys, { isStrong: true });
      const memberships = items.map((item) => membershipRow.parse(item));
      return new Map(memberships.map(({ memberId, role }) => [memberId, role]));
    },

    async readCandidate(memberId: string): Promise<Candidate> {
      const [profile, memberships] = await Promise.all([
        getStrongly(client, table, profileKey.ofMember(memberId)),
        getStrongly(client, table, membershipsKey(memberId)),
      ]);
      const { state, organisationClass } = profile ? candidateRow.parse(profile) : nobody;
      return {
        isEligible: state === 'active' && organisationClass !== 'operator',
        groupCount: memberships ? membershipsRow.parse(memberships).count : 0,
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
  };
}

const nobody = { state: undefined, organisationClass: undefined } as const;
