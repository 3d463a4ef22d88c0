import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import type { Audience } from '../core/audience';
import { by } from '../core/by';
import {
  type Descriptor,
  precisions,
  reviewStatuses,
  severities,
  statuses,
} from '../core/descriptor';
import { idShard } from '../core/id';
import { indicatorTypes } from '../core/indicator/indicator-type';
import { override } from '../core/screen/override';
import { tlps } from '../core/tlp-rules';
import { batchGet, type Key } from './batch-get';
import { isConditionFailure } from './item';
import { queryAll } from './query-all';

const audience = z.custom<Audience>(
  (value) => typeof value === 'string' && /^(community$|group:|member:)/.test(value),
);

const descriptorItem: z.ZodType<Descriptor> = z.object({
  kind: z.literal('descriptor'),
  id: z.string(),
  mac: z.string(),
  owner: z.string(),
  indicatorId: z.string(),
  type: z.enum(indicatorTypes),
  value: z.string(),
  raw: z.string(),
  opinion: z.object({
    status: z.enum(statuses),
    severity: z.enum(severities),
    confidence: z.number().nullable(),
    precision: z.enum(precisions),
    reviewStatus: z.enum(reviewStatuses),
    tlp: z.enum(tlps),
    description: z.string(),
    tags: z.array(z.string()),
    sourceUri: z.string().nullable(),
    firstActiveAt: z.string().nullable(),
    lastActiveAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
  }),
  taggedAt: z.array(z.number()),
  audiences: z.array(audience),
  was: z.record(z.string(), z.number()),
  state: z.enum(['live', 'expired', 'retracted']),
  withheld: z.array(audience).exactOptional(),
  version: z.number(),
  createdAt: z.number(),
  by: by.exactOptional(),
  idempotency: z
    .object({
      keyHash: z.string(),
      fingerprint: z.string(),
      status: z.number(),
      version: z.number(),
    })
    .exactOptional(),
  override: override.exactOptional(),
});

/** Where an object of the Exchange is: under its owner, in one of 256 partitions. */
export interface ObjectRef {
  readonly owner: string;
  readonly id: string;
}

export type ExchangeStore = ReturnType<typeof exchangeStore>;

/** The truth: what each owner has given. A write is one conditional put. */
export function exchangeStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async read(ref: ObjectRef): Promise<Descriptor | undefined> {
      const get = new GetCommand({ TableName: table, Key: keyOf(ref), ConsistentRead: true });
      const { Item } = await client.send(get);
      return Item && descriptorItem.parse(Item);
    },

    /** The items as they are now, by key as the stream names them; each is parsed when it is asked for. */
    async readCurrent(keys: readonly Key[]): Promise<Map<string, () => Descriptor>> {
      const items = await batchGet(client, table, keys, { isStrong: true });
      return new Map(items.map((item) => [String(item['sk']), () => descriptorItem.parse(item)]));
    },

    /** All of an owner's objects of one of `ownerShards` partitions, strongly; each is parsed when it is asked for. */
    async readShard(owner: string, shard: number): Promise<Map<string, () => Descriptor>> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${owner}/${shardName(shard)}` },
      });
      return new Map(items.map((item) => [String(item['sk']), () => descriptorItem.parse(item)]));
    },

    /** Puts what is not there yet. Otherwise answers what is, without a second read. */
    add(descriptor: Descriptor): Promise<Descriptor | undefined> {
      return put(client, table, descriptor, {
        ConditionExpression: 'attribute_not_exists(pk)',
      });
    },

    /** Replaces the version that was read. Otherwise answers the one that stands. */
    replace(descriptor: Descriptor, readVersion: number): Promise<Descriptor | undefined> {
      return put(client, table, descriptor, {
        ConditionExpression: 'version = :read AND mac = :mac',
        ExpressionAttributeValues: { ':read': readVersion, ':mac': descriptor.mac },
      });
    },
  };
}

/** How many partitions an owner's objects are in. */
export const ownerShards = 256;

function shardName(shard: number): string {
  return shard.toString(16).padStart(2, '0');
}

/** Where an object is kept. */
export function keyOf({ owner, id }: ObjectRef): Key {
  return { pk: `${owner}/${idShard(id)}`, sk: id };
}

async function put(
  client: DynamoDBDocumentClient,
  table: string,
  descriptor: Descriptor,
  condition: {
    readonly ConditionExpression: string;
    readonly ExpressionAttributeValues?: Record<string, unknown>;
  },
): Promise<Descriptor | undefined> {
  try {
    await client.send(
      new PutCommand({
        TableName: table,
        Item: { ...keyOf(descriptor), ...descriptor },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...condition,
      }),
    );
    return undefined;
  } catch (error) {
    if (!isConditionFailure(error) || !error.Item) throw error;
    return descriptorItem.parse(unmarshall(error.Item));
  }
}
