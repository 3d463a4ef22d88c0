import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Audience } from '../core/audience';
import { type Place, type Pointer, tokens } from '../core/pointers';
import { batchGet } from './batch-get';
import { indexKeys, timeKey } from './index-keys';

export interface ListRange {
  readonly audience: Audience;
  readonly token: string;
  readonly newestFirst: boolean;
  /** Goes on after this place, whether anything is there or not: `placeKey`, or `timeKey` for a time. */
  readonly from?: string;
  /** Ends at this place. */
  readonly upTo?: string;
  readonly limit: number;
}

export interface ListedPointers {
  readonly pointers: readonly Pointer[];
  /** False when the range goes on: at its limit, or at DynamoDB's 1 MB. */
  readonly isComplete: boolean;
}

export interface PointerKey extends Place {
  readonly audience: Audience;
  readonly token: string;
}

/** A place of the list of all, behind which a reading goes on. */
export interface SincePlace {
  readonly sk: string;
}

export type PointerLists = ReturnType<typeof pointerLists>;

const first = '0';
const last = ':';

/** The lists of each audience, all in the order of first seen; pointers that have left are among them. */
export function pointerLists(client: DynamoDBDocumentClient, table: string) {
  return {
    async readList(range: ListRange): Promise<ListedPointers> {
      const { audience, token, newestFirst, from, limit } = range;
      const upTo = range.upTo ?? (newestFirst ? first : last);
      const bounds = [from ?? (newestFirst ? last : first), upTo];
      const [low = first, high = last] = newestFirst ? bounds.reverse() : bounds;
      if (low > high) return { pointers: [], isComplete: true };
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :low AND :high',
          ExpressionAttributeValues: {
            ':pk': `${audience}/${token}`,
            ':low': low,
            ':high': high,
          },
          ScanIndexForward: !newestFirst,
          // The place that it goes on after may still be there.
          Limit: from === undefined ? limit : limit + 1,
        }),
      );
      const found = Items.filter(({ sk }) => sk !== from);
      return {
        pointers: found.slice(0, limit).map((item) => pointerOf(item, audience)),
        isComplete: LastEvaluatedKey === undefined && found.length <= limit,
      };
    },

    /**
     * The indicators of all that was first seen after a position, strongly, in order, gone ones too; `next` is
     * where it goes on, at the limit or at DynamoDB's 1 MB.
     */
    async readSince(
      audience: Audience,
      after: number | SincePlace,
      limit: number,
    ): Promise<{ readonly indicatorIds: readonly string[]; readonly next?: SincePlace }> {
      const pk = `${audience}/${tokens.all}`;
      const start = typeof after === 'number' ? { sk: timeKey(after + 1) } : after;
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk > :start',
          ExpressionAttributeValues: { ':pk': pk, ':start': start.sk },
          Limit: limit,
        }),
      );
      const indicatorIds = Items.map(({ sk }) => String(sk).split('/')[1] ?? '');
      return LastEvaluatedKey
        ? { indicatorIds, next: { sk: LastEvaluatedKey['sk'] } }
        : { indicatorIds };
    },

    /** By `pointerKey`; what is not there is absent. */
    readPointers: (keys: readonly PointerKey[]) =>
      readThem(client, table, keys, { isStrong: false }),
  };
}

/** These pointers as they stand, by `pointerKey`. */
export async function readThem(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly PointerKey[],
  how: { readonly isStrong: boolean },
): Promise<Map<string, Pointer>> {
  const wanted = keys.map((key) => indexKeys.pointer(key.audience, key.token, key));
  const items = await batchGet(client, table, wanted, how);
  const found = new Map(items.map((item) => [`${item['pk']} ${item['sk']}`, item]));
  return new Map(
    keys.flatMap((key) => {
      const item = found.get(pointerKey(key));
      return item ? [[pointerKey(key), pointerOf(item, key.audience)] as const] : [];
    }),
  );
}

export function pointerKey(key: PointerKey): string {
  const { pk, sk } = indexKeys.pointer(key.audience, key.token, key);
  return `${pk} ${sk}`;
}

const positions = z.set(z.number()).optional();
const pointerItem = z.object({
  pk: z.string(),
  sk: z.string(),
  at: z.number(),
  text: z.string().optional(),
  puts: positions,
  gones: positions,
});

function pointerOf(item: unknown, audience: Audience): Pointer {
  const { pk, sk, at, text, puts, gones } = pointerItem.parse(item);
  const [firstSeen = '', indicatorId = '', id = ''] = sk.split('/');
  return {
    ...{ token: pk.slice(audience.length + 1), firstSeen: Number(firstSeen), indicatorId, id, at },
    ...(text === undefined ? {} : { text }),
    ...{ puts: [...(puts ?? [])], gones: [...(gones ?? [])] },
  };
}
