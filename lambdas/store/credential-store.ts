import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { By } from '../core/by';
import { DomainError } from '../core/problem';
import { memberPartition } from './directory-keys';
import type { MemberRecord, StoredCredential } from './directory-rows';
import { isConditionFailure } from './item';
import { pauseBeforeRound } from './pause';
import { sendTransaction, type Write } from './transaction';

const credentialKey = (memberId: string, id: string) => ({
  ...{ pk: memberPartition(memberId), sk: `credential/${id}` },
});

export interface CredentialChanges {
  readonly add?: StoredCredential;
  readonly change?: readonly StoredCredential[];
  /** Ids. */
  readonly remove?: readonly string[];
  /** Who does it; nobody, where a token that leaked is ended by whoever holds it. */
  readonly by?: By;
}

/** What was decided on a member's credentials as they were read, and what to answer once that is written. */
export interface Decision<T> {
  readonly changes?: CredentialChanges;
  readonly value: T;
}

const rounds = 8;

/** A member's credentials, each a row beside its profile. */
export function credentialStore(
  client: DynamoDBDocumentClient,
  table: string,
  readMember: (id: string) => Promise<MemberRecord | undefined>,
) {
  return {
    /**
     * Decides on all credentials of a member as one strong read shows them, and writes on condition that none was
     * changed meanwhile; else reads and decides again.
     */
    async changeCredentials<T>(
      memberId: string,
      decide: (record: MemberRecord | undefined) => Decision<T>,
    ): Promise<T> {
      for (let round = 1; round <= rounds; round++) {
        const record = await readMember(memberId);
        const { changes, value } = decide(record);
        if (!changes) return value;
        const writes = writesOf(table, memberId, record?.credentialsVersion ?? 0, changes);
        if (await sendTransaction(client, writes)) return value;
        await pauseBeforeRound(round);
      }
      throw new DomainError('storage.busy', 'Storage is busy; try again.');
    },

    /** Ends a credential whatever else is going on. False when there is none; one that ended keeps its first time. */
    revokeCredential(memberId: string, id: string, nowMicros: number, by?: By): Promise<boolean> {
      return ifItHolds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: credentialKey(memberId, id),
            UpdateExpression: `SET revokedAt = if_not_exists(revokedAt, :now)${by ? ', #by = :by' : ' REMOVE #by'}`,
            ExpressionAttributeNames: { '#by': 'by' },
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':now': nowMicros, ...(by ? { ':by': by } : {}) },
          }),
        ),
      );
    },
  };
}

function writesOf(
  TableName: string,
  memberId: string,
  version: number,
  { add, change = [], remove = [], by }: CredentialChanges,
): Write[] {
  const put = (credential: StoredCredential, ConditionExpression: string): Write => {
    const Item = { ...credentialKey(memberId, credential.id), ...credential, by };
    return { Put: { TableName, Item, ConditionExpression } };
  };
  // Who revokes asks for no version: what is written as a whole may not undo it.
  const isNotRevoked = 'attribute_exists(pk) AND attribute_not_exists(revokedAt)';
  return [
    versionWrite(TableName, memberId, version),
    ...(add ? [put(add, 'attribute_not_exists(pk)')] : []),
    ...change.map((one) => put(one, isNotRevoked)),
    ...remove.map((id) => ({ Delete: { TableName, Key: credentialKey(memberId, id) } })),
  ];
}

function versionWrite(TableName: string, memberId: string, version: number): Write {
  return {
    Update: {
      TableName,
      Key: { pk: memberPartition(memberId), sk: 'credentials' },
      UpdateExpression: 'SET version = :next',
      ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : 'version = :read',
      ExpressionAttributeValues: {
        ':next': version + 1,
        ...(version === 0 ? {} : { ':read': version }),
      },
    },
  };
}

async function ifItHolds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
