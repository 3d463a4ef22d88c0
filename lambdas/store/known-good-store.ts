import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type By, by } from '../core/by';
import { indicatorTypes } from '../core/indicator/indicator-type';
import { type KnownGoodList, listTypes } from '../core/known-good/list';
import { skipReasons } from '../core/known-good/read-entry';
import { DomainError } from '../core/problem';
import { batchGet } from './batch-get';
import { knownGoodVersionKey } from './governance-store';
import { chunks } from './item';
import { queryAll } from './query-all';
import { removalWrite } from './removal';
import { sendTransaction, type Write } from './transaction';

/** A list as it is looked up by name; its entries are in pieces under the upload that is in force. */
const listRow = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Of the list's makers. */
  sourceVersion: z.string(),
  type: z.enum(listTypes),
  appliesTo: z.array(z.enum(indicatorTypes)).exactOptional(),
  upload: z.string(),
  pieces: z.number(),
  entries: z.number(),
  skipped: z.partialRecord(z.enum(skipReasons), z.number()),
  networks: z.array(z.string()),
  loadedAt: z.number(),
  by,
});
export type StoredList = Readonly<z.infer<typeof listRow>>;

const pieceRow = z.object({
  hashes: z.instanceof(Uint8Array),
  networks: z.array(z.string()),
  entries: z.number(),
  skipped: z.partialRecord(z.enum(skipReasons), z.number()),
});

export interface Piece {
  readonly hashes: readonly number[];
  readonly networks: readonly string[];
  readonly skipped: StoredList['skipped'];
  readonly by: StoredList['by'];
}

export interface PieceRef {
  readonly list: string;
  readonly upload: string;
  readonly piece: number;
}

const listKey = (id: string) => ({ pk: 'known-good', sk: id });
const piecesKey = (list: string) => `known-good/${list}`;
const pieceKey = ({ list, upload, piece }: PieceRef) => ({
  pk: piecesKey(list),
  sk: `${upload}/${String(piece).padStart(3, '0')}`,
});

const readAgain = 3;

export type KnownGoodStore = ReturnType<typeof knownGoodStore>;

/** Lists of what is known to be good, in the Directory. What is in force has the number of their changes. */
export function knownGoodStore(client: DynamoDBDocumentClient, table: string) {
  async function lists(): Promise<StoredList[]> {
    const items = await queryAll(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'known-good' },
    });
    return items.map((item) => listRow.parse(item));
  }

  return {
    lists,

    async readList(id: string): Promise<StoredList | undefined> {
      const get = new GetCommand({ TableName: table, Key: listKey(id), ConsistentRead: true });
      const { Item } = await client.send(get);
      return Item && listRow.parse(Item);
    },

    /** All lists with their entries. A list that is replaced meanwhile is read again, never left out. */
    async readAll(): Promise<KnownGoodList[]> {
      for (let round = 0; round < readAgain; round++) {
        const all = await withEntries(client, table, await lists());
        if (all) return all;
      }
      throw new DomainError('storage.busy', 'The lists are being changed; try again.');
    },

    /** A piece of an upload; it counts for nothing until the upload is put in force. */
    async putPiece(ref: PieceRef, { hashes, networks, skipped, by }: Piece): Promise<void> {
      const bytes = new Uint8Array(Float64Array.from(hashes).buffer);
      const row = { hashes: bytes, networks, skipped, entries: hashes.length, by };
      const Item = { ...pieceKey(ref), ...row };
      await client.send(new PutCommand({ TableName: table, Item }));
    },

    /** What the pieces of an upload add up to; undefined while one of them is missing. */
    async readUpload(list: string, upload: string, pieces: number) {
      const refs = Array.from({ length: pieces }, (_, piece) => ({ list, upload, piece }));
      const rows = await batchGet(client, table, refs.map(pieceKey), { isStrong: true });
      return rows.length === pieces ? rows.map((row) => pieceRow.parse(row)) : undefined;
    },

    /** Puts an upload in force. False when the list was changed since it was read. */
    async putList(row: StoredList, read: StoredList | undefined): Promise<boolean> {
      const condition = read
        ? {
            ConditionExpression: 'upload = :read',
            ExpressionAttributeValues: { ':read': read.upload },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' };
      const Item = { ...listKey(row.id), ...row };
      return change(client, table, { Put: { TableName: table, Item, ...condition } });
    },

    removeList({ id, upload }: StoredList, remover: By): Promise<boolean> {
      const Delete = {
        TableName: table,
        Key: listKey(id),
        ConditionExpression: 'upload = :read',
        ExpressionAttributeValues: { ':read': upload },
      };
      return change(client, table, { Delete }, removalWrite(table, listKey(id), remover));
    },

    /** Of an upload that is in force no more. Not of all others: another one may have come into force meanwhile. */
    async removePieces(list: string, upload: string): Promise<void> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :upload)',
        ExpressionAttributeValues: { ':pk': piecesKey(list), ':upload': `${upload}/` },
        ProjectionExpression: 'pk, sk',
      });
      for (const some of chunks(items, 25)) {
        const deletes = some.map(({ pk, sk }) => ({
          Delete: { TableName: table, Key: { pk, sk } },
        }));
        await sendTransaction(client, deletes);
      }
    },
  };
}

/** A change of the lists raises their number in what is in force, by which those who hold them read them anew. */
function change(
  client: DynamoDBDocumentClient,
  table: string,
  ...writes: Write[]
): Promise<boolean> {
  const raise = {
    TableName: table,
    Key: knownGoodVersionKey,
    UpdateExpression: 'ADD #version :one',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':one': 1 },
  };
  return sendTransaction(client, [...writes, { Update: raise }]);
}

/** Undefined when a piece is gone: its list was changed since. */
async function withEntries(
  client: DynamoDBDocumentClient,
  table: string,
  lists: readonly StoredList[],
): Promise<KnownGoodList[] | undefined> {
  const refs = lists.flatMap(({ id: list, upload, pieces }) =>
    Array.from({ length: pieces }, (_, piece) => ({ list, upload, piece })),
  );
  const items = await batchGet(client, table, refs.map(pieceKey), { isStrong: true });
  if (items.length < refs.length) return undefined;
  const hashesOf = new Map<string, number[][]>();
  for (const item of items) {
    const { hashes } = pieceRow.parse(item);
    const list = String(item['pk']);
    hashesOf.set(list, [...(hashesOf.get(list) ?? []), numbersIn(hashes)]);
  }
  return lists.map(({ id, name, appliesTo, networks }) => {
    const hashes = (hashesOf.get(piecesKey(id)) ?? []).flat();
    return { id, name, networks, hashes, ...(appliesTo ? { appliesTo } : {}) };
  });
}

function numbersIn(bytes: Uint8Array): number[] {
  // A copy: numbers of eight bytes begin at multiples of eight.
  return [...new Float64Array(Uint8Array.from(bytes).buffer)];
}
