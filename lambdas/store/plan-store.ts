import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Audience } from '../core/audience';
import type { SharePlan } from '../core/share-plan';
import { microsPerSecond } from '../core/time';
import { getStrongly } from './get-item';

const planRow = z.object({
  sk: z.string(),
  versions: z.object({
    roster: z.number(),
    policy: z.number(),
    groups: z.record(z.string(), z.number()),
  }),
  audiences: z.array(z.string()),
  recipients: z.record(z.string(), z.instanceof(Uint8Array)),
  expiresAt: z.number(),
});

/** Under its member: another's plan is under a key that can't be formed. */
const keyOf = (memberId: string, id: string) => ({ pk: `plan/${memberId}`, sk: id });

export type PlanStore = ReturnType<typeof planStore>;

/**
 * Share plans, in the table of limits: what is lost of it is made anew, it is no part of a backup, and clears what
 * is over by itself.
 */
export function planStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async put(plan: SharePlan): Promise<void> {
      const { id, memberId, versions, audiences, recipients, expiresAt } = plan;
      const packed = Object.fromEntries([...recipients].map(([name, ids]) => [name, pack(ids)]));
      const ttl = Math.ceil(expiresAt / microsPerSecond);
      const row = { versions, audiences, recipients: packed, expiresAt, ttl };
      const Item = { ...keyOf(memberId, id), ...row };
      await client.send(new PutCommand({ TableName: table, Item }));
    },

    async read(memberId: string, id: string): Promise<SharePlan | undefined> {
      const item = await getStrongly(client, table, keyOf(memberId, id));
      if (!item) return undefined;
      const { versions, audiences, recipients, expiresAt } = planRow.parse(item);
      const unpacked = Object.entries(recipients).map(([name, bytes]) => {
        return [name as Audience, unpack(bytes)] as const;
      });
      return {
        ...{ id, memberId, versions, expiresAt },
        audiences: audiences as Audience[],
        recipients: new Map(unpacked),
      };
    },
  };
}

const idBytes = 8;

function pack(ids: readonly string[]): Uint8Array {
  const bytes = Buffer.alloc(ids.length * idBytes);
  for (const [at, id] of ids.entries()) bytes.writeBigUInt64BE(BigInt(id), at * idBytes);
  return bytes;
}

function unpack(packed: Uint8Array): string[] {
  const bytes = Buffer.from(packed);
  return Array.from({ length: bytes.length / idBytes }, (_, at) =>
    bytes.readBigUInt64BE(at * idBytes).toString(),
  );
}
