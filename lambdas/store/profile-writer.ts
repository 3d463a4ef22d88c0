import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Acceptance } from '../core/agreement';
import type { By } from '../core/by';
import { DomainError } from '../core/problem';
import { profileKey } from './directory-keys';
import { type Profile, profileRow } from './directory-rows';
import { getStrongly } from './get-item';
import { isConditionFailure } from './item';
import { pauseBeforeRound } from './pause';
import { standingWrites } from './roster-store';
import { sendTransaction, type Write } from './transaction';

const rounds = 8;

/** A member's first profile, with its standing: all that makes a member one. */
export function profileWrites(TableName: string, profile: Profile): Write[] {
  const list = { listKey: 'members', listSort: profile.id };
  const Item = { ...profileKey.ofMember(profile.id), ...list, ...profile };
  return [
    { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    ...standingWrites(TableName, profile),
  ];
}

/** Writes profiles, each together with the member's standing in the roster. */
export function profileWriter(client: DynamoDBDocumentClient, table: string) {
  async function readProfile(id: string): Promise<Profile | undefined> {
    const item = await getStrongly(client, table, profileKey.ofMember(id));
    return item && profileRow.parse(item);
  }

  /** Others write the roster too: what it was cancelled for is told by whether the condition still holds. */
  async function whileItHolds(
    writes: readonly Write[],
    holds: () => Promise<boolean>,
  ): Promise<boolean> {
    for (let round = 1; round <= rounds; round++) {
      if (await sendTransaction(client, [...writes])) return true;
      if (!(await holds())) return false;
      await pauseBeforeRound(round);
    }
    throw new DomainError('storage.busy', 'Storage is busy; try again.');
  }

  return {
    /** Strongly. */
    readProfile,

    /** False when the id is taken: the same request came before, or another did under its key. */
    addProfile(profile: Profile & { readonly by?: By }): Promise<boolean> {
      return whileItHolds(profileWrites(table, profile), async () => {
        return (await readProfile(profile.id)) === undefined;
      });
    },

    /** False when it has agreed to this version or a later one already, or is not active any more. */
    async agree(id: string, agreed: Acceptance, by: By): Promise<boolean> {
      const update = new UpdateCommand({
        ...{ TableName: table, Key: profileKey.ofMember(id) },
        UpdateExpression: 'SET agreed = :agreed, #by = :by',
        ConditionExpression:
          '#state = :active AND (attribute_not_exists(agreed) OR agreed.version < :version)',
        ExpressionAttributeNames: { '#by': 'by', '#state': 'state' },
        ExpressionAttributeValues: {
          ...{ ':agreed': agreed, ':by': by, ':active': 'active', ':version': agreed.version },
        },
      });
      try {
        await client.send(update);
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}
