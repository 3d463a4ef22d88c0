import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Descriptor } from '../core/descriptor';
import type { ExchangeObject } from '../core/exchange-object';
import { idShard } from '../core/id';
import { batchGet, type Key } from './batch-get';
import { exchangeObject } from './exchange-items';
import { isConditionFailure } from './item';
import { queryAll } from './query-all';

/** Where an object of the Exchange is: under its owner, in one of 256 partitions. */
export interface ObjectRef {
  readonly owner: string;
  readonly id: string;
}

export type ExchangeStore = ReturnType<typeof exchangeStore>;

/** The truth: what each owner has given. A write is one conditional put. */
export function exchangeStore(client: DynamoDBDocumentClient, table: string) {
  async function readObject(ref: ObjectRef): Promise<ExchangeObject | undefined> {
    const get = new GetCommand({ TableName: table, Key: keyOf(ref), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && exchangeObject(Item);
  }

  return {
    /** A descriptor; an object of another kind is none. */
    async read(ref: ObjectRef): Promise<Descriptor | undefined> {
      const object = await readObject(ref);
      return object?.kind === 'descriptor' ? object : undefined;
    },

    readObject,

    /** The items as they are now, by key as the stream names them; each is parsed when it is asked for. */
    async readCurrent(keys: readonly Key[]): Promise<Map<string, () => ExchangeObject>> {
      const items = await batchGet(client, table, keys, { isStrong: true });
      return new Map(items.map((item) => [String(item['sk']), () => exchangeObject(item)]));
    },

    /** All of an owner's objects of one of `ownerShards` partitions, strongly; each is parsed when it is asked for. */
    async readShard(owner: string, shard: number): Promise<Map<string, () => ExchangeObject>> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${owner}/${shardName(shard)}` },
      });
      return new Map(items.map((item) => [String(item['sk']), () => exchangeObject(item)]));
    },

    /** Puts what is not there yet. Otherwise answers what is, without a second read. */
    add<T extends ExchangeObject>(object: T): Promise<T | undefined> {
      return put(client, table, object, {
        ConditionExpression: 'attribute_not_exists(pk)',
      });
    },

    /** Replaces the version that was read. Otherwise answers the one that stands. */
    replace<T extends ExchangeObject>(object: T, readVersion: number): Promise<T | undefined> {
      return put(client, table, object, {
        ConditionExpression: 'version = :read AND mac = :mac',
        ExpressionAttributeValues: { ':read': readVersion, ':mac': object.mac },
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

async function put<T extends ExchangeObject>(
  client: DynamoDBDocumentClient,
  table: string,
  object: T,
  condition: {
    readonly ConditionExpression: string;
    readonly ExpressionAttributeValues?: Record<string, unknown>;
  },
): Promise<T | undefined> {
  try {
    await client.send(
      new PutCommand({
        TableName: table,
        Item: { ...keyOf(object), ...object },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...condition,
      }),
    );
    return undefined;
  } catch (error) {
    if (!isConditionFailure(error) || !error.Item) throw error;
    const standing = exchangeObject(unmarshall(error.Item));
    if (!isOfKind(standing, object)) throw new Error('an id is taken by an object of another kind');
    return standing;
  }
}

function isOfKind<T extends ExchangeObject>(one: ExchangeObject, as: T): one is T {
  return one.kind === as.kind;
}
