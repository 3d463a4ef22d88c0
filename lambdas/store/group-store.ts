import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Group, GroupRole, GroupTexts } from '../core/group';
import { groupTexts } from '../core/group';
import type { Consent, ConsentKind } from '../core/group-consent';
import { batchGet } from './batch-get';
import {
  groupKeys,
  groupPartition,
  lists,
  memberPartition,
  membershipKey,
  membershipsKey,
  profileKey,
} from './directory-keys';
import { getStrongly } from './get-item';
import {
  candidateRow,
  consentRow,
  groupRow,
  type Membership,
  membershipRow,
  membershipsRow,
  type StoredGroup,
} from './group-rows';
import { type GroupChange, writesOf } from './group-writes';
import { listIds } from './list-ids';
import { queryAll } from './query-all';
import { sendTransaction } from './transaction';

export type { GroupChange } from './group-writes';

/** What there is between a group and a member. */
export interface GroupPlace {
  readonly role: GroupRole | undefined;
  readonly joinedAt: number | undefined;
  readonly invitation: Consent | undefined;
  readonly request: Consent | undefined;
}

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

    async readGroups(ids: Iterable<string>): Promise<StoredGroup[]> {
      const keys = [...ids].map(profileKey.ofGroup);
      const items = await batchGet(client, table, keys, { isStrong: true });
      return items.map((item) => groupRow.parse(item));
    },

    async readTexts(id: string): Promise<GroupTexts> {
      const item = await getStrongly(client, table, groupKeys.texts(id));
      return item ? groupTexts.parse(item) : { charter: '', contributionRule: 'null' };
    },

    /** Every group's id, by the index. */
    listGroupIds: () => listIds(client, table, lists.groups),

    /** False when the group, or what else the change goes by, is not as it was: read again and decide anew. */
    write(old: Group | undefined, change: GroupChange): Promise<boolean> {
      return sendTransaction(client, writesOf(table, old, change));
    },

    /** The same reads whatever is there, strongly. */
    async readPlace(groupId: string, memberId: string): Promise<GroupPlace> {
      const keys = [
        membershipKey(groupId, memberId),
        groupKeys.consent('invitation', groupId, memberId),
        groupKeys.consent('request', groupId, memberId),
      ];
      const items = await batchGet(client, table, keys, { isStrong: true });
      const membership = items.find(({ role }) => role !== undefined);
      const consents = items.filter(({ kind }) => kind !== undefined).map(consentOf);
      const { role, joinedAt } = membership ? membershipRow.parse(membership) : outside;
      const ofKind = (kind: ConsentKind) => consents.find((consent) => consent.kind === kind);
      return { role, joinedAt, invitation: ofKind('invitation'), request: ofKind('request') };
    },

    /** The groups of a member, strongly: a change of them is never felt late here. */
    async readMemberships(memberId: string): Promise<Membership[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :groups)',
        ExpressionAttributeValues: { ':pk': memberPartition(memberId), ':groups': 'group/' },
      });
      return items.map((item) => membershipRow.parse(item));
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

    /** What waits for an answer in a group; by member id, strongly. */
    async readConsents(kind: ConsentKind, groupId: string): Promise<Consent[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
        ExpressionAttributeValues: { ':pk': groupPartition(groupId), ':kind': `${kind}/` },
      });
      return items.map(consentOf);
    },
  };
}

const nobody = { state: undefined, organisationClass: undefined } as const;
const outside = { role: undefined, joinedAt: undefined } as const;

function consentOf(item: Record<string, unknown>): Consent {
  return consentRow.parse(item);
}
