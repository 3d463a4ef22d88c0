import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { By } from '../core/by';
import { type Idempotency, idempotencyMark } from '../core/idempotency';
import { mostNamed, type Named, type NamedKind } from '../core/named';
import { DomainError } from '../core/problem';
import { getStrongly } from './get-item';
import { isConditionFailure } from './item';
import { listIds } from './list-ids';
import { pauseBeforeRound } from './pause';
import { queryAll } from './query-all';
import { removalWrite } from './removal';
import { sendTransaction, type Write } from './transaction';

/** Beside the member's partition, not in it: that one is read with every request. */
const partition = (memberId: string) => `named/${memberId}`;
const itemKey = (kind: NamedKind, memberId: string, name: string) => ({
  ...{ pk: partition(memberId), sk: `${kind}/${name}` },
});
const countKey = (kind: NamedKind, memberId: string) => ({
  ...{ pk: partition(memberId), sk: `count/${kind}` },
});

const namedRow = z.object({
  name: z.string(),
  content: z.string(),
  version: z.number(),
  mark: idempotencyMark.optional(),
});

export interface StoredNamed<T> extends Named<T> {
  /** Of the last write that carried an Idempotency-Key. */
  readonly mark?: Idempotency | undefined;
}

export interface PuttingNamed<T> extends StoredNamed<T> {
  /** The version that it replaces; undefined where there is none. */
  readonly replaces: number | undefined;
  readonly by: By;
}

export type NamedStore<T> = ReturnType<typeof namedStore<T>>;

/** What members keep under names, one kind of it. */
export function namedStore<T>(
  client: DynamoDBDocumentClient,
  table: string,
  kind: NamedKind,
  contentOf: (json: unknown) => T,
) {
  function parse(item: Record<string, unknown>): StoredNamed<T> {
    const { content, ...row } = namedRow.parse(item);
    return { ...row, content: contentOf(JSON.parse(content)) };
  }

  async function read(memberId: string, name: string): Promise<StoredNamed<T> | undefined> {
    const item = await getStrongly(client, table, itemKey(kind, memberId, name));
    return item && parse(item);
  }

  function itemOf(memberId: string, { replaces: _, content, ...rest }: PuttingNamed<T>) {
    const list = { listKey: `named/${kind}`, listSort: `${memberId}/${rest.name}` };
    return {
      ...itemKey(kind, memberId, rest.name),
      ...list,
      ...rest,
      content: JSON.stringify(content),
    };
  }

  /** `false` when the member has as many as it may, or another write came first. */
  function add(memberId: string, put: PuttingNamed<T>): Promise<boolean> {
    return sendTransaction(client, [
      counting(table, countKey(kind, memberId), 1, mostNamed[kind]),
      {
        Put: {
          TableName: table,
          Item: itemOf(memberId, put),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
  }

  async function replace(memberId: string, put: PuttingNamed<T>): Promise<boolean> {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: itemOf(memberId, put),
          ConditionExpression: 'version = :read',
          ExpressionAttributeValues: { ':read': put.replaces },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  return {
    /** Strongly. */
    read,

    async list(memberId: string): Promise<StoredNamed<T>[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
        ExpressionAttributeValues: { ':pk': partition(memberId), ':kind': `${kind}/` },
      });
      return items.map(parse);
    },

    /** Of one member, whatever they hold; strongly. */
    async listNames(memberId: string): Promise<string[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
        ExpressionAttributeValues: { ':pk': partition(memberId), ':kind': `${kind}/` },
        ProjectionExpression: 'sk',
      });
      return items.map(({ sk }) => String(sk).slice(kind.length + 1));
    },

    /** `<member>/<name>` of all members', by the index, which may lag behind. */
    listAll: () => listIds(client, table, `named/${kind}`),

    /** False when another write came first, or the member has as many as it may. */
    put: (memberId: string, put: PuttingNamed<T>): Promise<boolean> =>
      put.replaces === undefined ? add(memberId, put) : replace(memberId, put),

    /** False when there is none. */
    async remove(memberId: string, name: string, by: By): Promise<boolean> {
      const Key = itemKey(kind, memberId, name);
      const Delete = { TableName: table, Key };
      const told = removalWrite(table, Key, by);
      const count = counting(table, countKey(kind, memberId), -1, mostNamed[kind]);
      const isThere = { ...Delete, ConditionExpression: 'attribute_exists(pk)' };
      for (let round = 1; ; round++) {
        if (await sendTransaction(client, [count, { Delete: isThere }, told])) return true;
        if (!(await read(memberId, name))) return false;
        if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
        await pauseBeforeRound(round);
      }
    },
  };
}

const rounds = 8;

function counting(TableName: string, Key: Record<string, string>, by: number, most: number): Write {
  return {
    Update: {
      ...{ TableName, Key, UpdateExpression: 'ADD #count :by' },
      ConditionExpression:
        by > 0 ? 'attribute_not_exists(#count) OR #count < :most' : '#count > :none',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':by': by, ...(by > 0 ? { ':most': most } : { ':none': 0 }) },
    },
  };
}
