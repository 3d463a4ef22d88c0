import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  type AuditEntry,
  type AuditEvent,
  auditEntry,
  type ChainHead,
  emptyChain,
} from '../core/audit';
import { batchGet } from './batch-get';
import { queryAll } from './query-all';
import { sendTransaction, type Write } from './transaction';

const placeDigits = 12;

/** Heads lie in so many partitions: all of them are walked each day, and no single one takes every append. */
export const headShards = 16;

const keys = {
  entry: (chain: string, n: number) => ({
    pk: `entries/${chain}`,
    sk: String(n).padStart(placeDigits, '0'),
  }),
  /** That an event has its entry in a chain. */
  told: ({ id, chain }: Pick<AuditEvent, 'id' | 'chain'>) => ({ pk: `told/${id}`, sk: chain }),
  head: (chain: string) => ({ pk: headPartition(shardOf(chain)), sk: chain }),
};

function headPartition(shard: number): string {
  return `heads/${shard.toString(headShards)}`;
}

function shardOf(chain: string): number {
  return Number.parseInt(createHash('sha256').update(chain).digest('hex').slice(0, 1), headShards);
}

const headItem = z.object({ sk: z.string(), count: z.number(), hash: z.string() });

export interface HeadOf extends ChainHead {
  readonly chain: string;
}

/** Each entry is two writes, and a transaction takes a hundred. */
export const entriesPerAppend = 49;

export type AuditStore = ReturnType<typeof auditStore>;

/** A hash chain for each member. Entries are put, never changed or removed: no role allows it. */
export function auditStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async readHead(chain: string): Promise<ChainHead> {
      const get = new GetCommand({ TableName: table, Key: keys.head(chain), ConsistentRead: true });
      const { Item } = await client.send(get);
      return Item ? headOf(Item) : emptyChain;
    },

    /** Strongly, of one of `headShards` partitions. */
    async readHeads(shard: number): Promise<HeadOf[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': headPartition(shard) },
      });
      return items.map(headOf);
    },

    /** Puts entries after the head that was read. False when it moved on, or one of them is there already. */
    append(read: ChainHead, entries: readonly AuditEntry[], head: ChainHead): Promise<boolean> {
      const [first] = entries;
      if (!first) return Promise.resolve(true);
      const { chain } = first;
      return sendTransaction(client, [
        headPut(table, chain, read, head),
        ...entries.flatMap((entry) => [
          putNew(table, { ...keys.entry(chain, entry.n), ...entry }),
          putNew(table, { ...keys.told(entry), n: entry.n }),
        ]),
      ]);
    },

    /** Those of the events that have no entry yet. */
    async untold(events: readonly AuditEvent[]): Promise<AuditEvent[]> {
      const items = await batchGet(client, table, events.map(keys.told), { isStrong: true });
      const told = new Set(items.map(({ pk, sk }) => `${pk} ${sk}`));
      return events.filter((event) => {
        const { pk, sk } = keys.told(event);
        return !told.has(`${pk} ${sk}`);
      });
    },

    /** Up to `limit` entries after a place, strongly; fewer where they end, or at 1 MB. */
    async readEntries(chain: string, after: number, limit: number): Promise<AuditEntry[]> {
      const { pk, sk } = keys.entry(chain, after);
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk > :sk',
          ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
          Limit: limit,
        }),
      );
      return Items.map(entryOf);
    },
  };
}

/** A map comes out in any order: what it says is told in one. */
function entryOf(item: Record<string, unknown>): AuditEntry {
  const { about, ...entry } = auditEntry.parse(item);
  const sorted = Object.entries(about).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...entry, about: Object.fromEntries(sorted) };
}

function headOf(item: Record<string, unknown>): HeadOf {
  const { sk: chain, count, hash } = headItem.parse(item);
  return { chain, count, hash };
}

function putNew(table: string, Item: Record<string, unknown>): Write {
  return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

function headPut(table: string, chain: string, read: ChainHead, head: ChainHead): Write {
  const condition =
    read.count === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#count = :count AND #hash = :hash',
          ExpressionAttributeNames: { '#count': 'count', '#hash': 'hash' },
          ExpressionAttributeValues: { ':count': read.count, ':hash': read.hash },
        };
  return { Put: { TableName: table, Item: { ...keys.head(chain), ...head }, ...condition } };
}
