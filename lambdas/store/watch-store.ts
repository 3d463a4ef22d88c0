import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { idempotencyMark } from '../core/idempotency';
import { type Condition, valueCount, watchLimits } from '../core/watch/condition';
import type { Watch } from '../core/watch/watch';
import { getStrongly } from './get-item';
import { removeRows } from './put-rows';
import { queryAll } from './query-all';
import { sendTransaction, type Write } from './transaction';
import { watchKeys } from './watch-keys';
import {
  type OwnedTask,
  type Said,
  saidOf,
  taskEnd,
  taskPut,
  type WatchTask,
} from './watch-task-store';

const watchItem = z.object({
  id: z.string(),
  member: z.string(),
  name: z.string(),
  state: z.enum(['live', 'paused', 'expired']),
  expiresAt: z.string().nullable(),
  version: z.number(),
  createdAt: z.number(),
  retro: z.object({
    state: z.enum(['pending', 'running', 'done']),
    found: z.number(),
    complete: z.boolean(),
  }),
  mark: idempotencyMark.optional(),
  values: z.number(),
  ...saidOf.shape,
});
type WatchItem = z.infer<typeof watchItem>;

/** Of conditions as JSON: what fits into the watch's own item, and into each of the pieces that others come in. */
const [mostInline, pieceCharacters] = [60_000, 90_000];
const countItem = z.object({ watches: z.number().default(0), values: z.number().default(0) });

/** A watch as its own item tells it: the conditions only where they are short. */
export type WatchRow = Omit<Watch, 'conditions'> & {
  readonly conditions: readonly Condition[] | undefined;
  readonly values: number;
};

/** With where its conditions are kept. */
export type StoredWatch = Watch & { readonly said: Said };

export type WatchStore = ReturnType<typeof watchStore>;

/** Watches of members. Whatever changes what a watch is found by leaves a task in the same transaction. */
export function watchStore(client: DynamoDBDocumentClient, table: string) {
  async function wholeOf(item: WatchItem): Promise<StoredWatch> {
    const { conditions, pieces, piecesOf, values: _, ...watch } = item;
    const said = { conditions, pieces, piecesOf };
    return { ...watch, said, conditions: await readSaid(watch, said) };
  }

  async function readSaid(
    watch: Pick<Watch, 'member' | 'id'>,
    { conditions, pieces = 0, piecesOf = 0 }: Said,
  ): Promise<Condition[]> {
    const text = conditions ?? (await readPieces(watch, piecesOf, pieces));
    return JSON.parse(text) as Condition[];
  }

  async function readPieces(
    { member, id }: Pick<Watch, 'member' | 'id'>,
    of: number,
    pieces: number,
  ) {
    const items = await queryAll(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :version)',
      ExpressionAttributeValues: {
        ':pk': watchKeys.piece(member, id, of, 0).pk,
        ':version': `${of}/`,
      },
    });
    if (items.length < pieces) throw new Error('a watch lacks some of its conditions');
    return items.map((item) => String(item['text'])).join('');
  }

  /** Ahead of the item that names them: of a version that is not there yet nobody reads. */
  async function putPieces({ member, id, version }: Watch, text: string): Promise<number> {
    const count = Math.ceil(text.length / pieceCharacters);
    for (let at = 0; at < count; at++) {
      const piece = text.slice(at * pieceCharacters, (at + 1) * pieceCharacters);
      const Item = { ...watchKeys.piece(member, id, version, at), text: piece };
      await client.send(new PutCommand({ TableName: table, Item }));
    }
    return count;
  }

  async function itemOf(watch: Watch) {
    const { conditions, ...rest } = watch;
    const text = JSON.stringify(conditions);
    const isInline = text.length <= mostInline;
    const ends = watch.expiresAt !== null && watch.state !== 'expired';
    return {
      ...watchKeys.watch(watch.member, watch.id),
      ...rest,
      values: valueCount(conditions),
      ...(ends ? { listKey: 'watch-ends', listSort: endSort(watch) } : {}),
      ...(isInline
        ? { conditions: text }
        : { pieces: await putPieces(watch, text), piecesOf: watch.version }),
    };
  }

  function counting(member: string, watches: number, values: number): Write {
    const most = watchLimits;
    return {
      Update: {
        ...{ TableName: table, Key: watchKeys.count(member) },
        UpdateExpression: 'ADD #watches :watches, #values :values',
        ...(watches > 0 || values > 0
          ? {
              ConditionExpression:
                'attribute_not_exists(#watches) OR (#watches <= :mostWatches AND #values <= :mostValues)',
            }
          : {}),
        ExpressionAttributeNames: { '#watches': 'watches', '#values': 'values' },
        ExpressionAttributeValues: {
          ...{ ':watches': watches, ':values': values },
          ...(watches > 0 || values > 0
            ? {
                ':mostWatches': most.watches - watches,
                ':mostValues': most.valuesOfMember - values,
              }
            : {}),
        },
      },
    };
  }

  async function read(member: string, id: string): Promise<StoredWatch | undefined> {
    const item = await getStrongly(client, table, watchKeys.watch(member, id));
    return item && wholeOf(watchItem.parse(item));
  }

  return {
    /** Strongly, with all its conditions. */
    read,

    readSaid,

    async list(member: string): Promise<WatchRow[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': watchKeys.partition(member) },
      });
      const rows = items.filter(({ sk }) => sk !== watchKeys.count(member).sk);
      return rows.map((item) => {
        const { conditions, pieces: _, piecesOf: __, ...row } = watchItem.parse(item);
        const short =
          conditions === undefined ? undefined : (JSON.parse(conditions) as Condition[]);
        return { ...row, conditions: short };
      });
    },

    /** How many watches and values a member has. */
    async count(member: string) {
      return countItem.parse((await getStrongly(client, table, watchKeys.count(member))) ?? {});
    },

    /** False when it is there already, or the member has as many as it may. */
    async add(watch: Watch, task: WatchTask): Promise<boolean> {
      const Item = await itemOf(watch);
      return sendTransaction(client, [
        counting(watch.member, 1, Item.values),
        { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
        taskPut(table, watch, task),
      ]);
    },

    /** False when another write came first, the member would have too much, or a task has not come far enough. */
    async replace(was: Watch, watch: Watch, task: WatchTask | undefined): Promise<boolean> {
      const Item = await itemOf(watch);
      const more = Item.values - valueCount(was.conditions);
      return sendTransaction(client, [
        ...(more === 0 ? [] : [counting(watch.member, 0, more)]),
        {
          Put: {
            ...{ TableName: table, Item, ConditionExpression: 'version = :was' },
            ExpressionAttributeValues: { ':was': was.version },
          },
        },
        ...(task ? [taskPut(table, watch, task)] : []),
      ]);
    },

    /** As `replace`. */
    remove(was: Watch, task: WatchTask): Promise<boolean> {
      return sendTransaction(client, [
        counting(was.member, -1, -valueCount(was.conditions)),
        {
          Delete: {
            ...{ TableName: table, Key: watchKeys.watch(was.member, was.id) },
            ConditionExpression: 'version = :was',
            ExpressionAttributeValues: { ':was': was.version },
          },
        },
        taskPut(table, was, task),
      ]);
    },

    /** What a version before kept apart. */
    async dropPieces({ member, id }: Pick<Watch, 'member' | 'id'>, but: number): Promise<void> {
      const { pk } = watchKeys.piece(member, id, 0, 0);
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: 'pk, sk',
      });
      const old = items.filter(({ sk }) => !String(sk).startsWith(`${but}/`));
      const keys = old.map(({ sk }) => ({ pk, sk }));
      await removeRows(client, table, keys, 'batch');
    },

    /** How far the run against what was there has come; of a watch that is gone nothing. */
    async noteRetro(owned: OwnedTask, retro: Watch['retro']): Promise<void> {
      const { member, id } = owned;
      const Update = {
        ...{ TableName: table, Key: watchKeys.watch(member, id) },
        UpdateExpression: 'SET retro = :retro',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':retro': retro },
      };
      const end = retro.state === 'done' ? [taskEnd(table, owned)] : [];
      await sendTransaction(client, [{ Update }, ...end]);
    },

    /** Those whose time is over and that still stand somewhere; by the index, which may lag. */
    async listEnded(nowIso: string, limit: number): Promise<Pick<Watch, 'member' | 'id'>[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          ...{ TableName: table, IndexName: 'list', Limit: limit },
          KeyConditionExpression: 'listKey = :ends AND listSort < :now',
          ExpressionAttributeValues: { ':ends': 'watch-ends', ':now': nowIso },
        }),
      );
      return Items.map((item) => {
        const { member, id } = watchItem.pick({ member: true, id: true }).parse(item);
        return { member, id };
      });
    },
  };
}

function endSort({ expiresAt, member, id }: Watch): string {
  return `${new Date(expiresAt ?? 0).toISOString()}/${member}/${id}`;
}
