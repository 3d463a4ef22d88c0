import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { DomainError } from '../core/problem';
import { packHashes } from '../core/watch/token-filter';
import { getStrongly } from './get-item';
import { chunks } from './item';
import { pauseBeforeRound } from './pause';
import { type PointerMode, removeRows } from './put-rows';
import { queryAll } from './query-all';
import { sendTransaction } from './transaction';
import { sequenceKey, watchKeys } from './watch-keys';

const headItem = z.object({
  sequence: z.number().default(0),
  generation: z.number().default(0),
  base: z.number().default(0),
  chunks: z.number().default(0),
});

/** The end of the log of tokens, and the chunks that all before `base` was drawn together in. */
export type TokensHead = Readonly<z.infer<typeof headItem>>;
const emptyHead = headItem.parse({});

const bytes = z.instanceof(Uint8Array);
const chunkItem = z.object({ hashes: bytes });
const entryItem = z.object({
  sk: z.string(),
  hashes: bytes.optional(),
  left: z.array(z.string()).optional(),
});

/** What one change of a watch has told of tokens: hashes that came, and whole keys that may have gone. */
export interface TokensEntry {
  readonly sequence: number;
  readonly hashes: Uint8Array;
  readonly left: readonly string[];
}

export type TokenStore = ReturnType<typeof tokenStore>;
const rounds = 12;
/** Of one entry. */
const mostKeys = 5000;

/** Which tokens anybody watches, as the matcher follows it: in the order of a log, as one head says. */
export function tokenStore(
  client: DynamoDBDocumentClient,
  table: string,
  mode: PointerMode = 'batch',
) {
  async function readHead(): Promise<TokensHead> {
    const item = await getStrongly(client, table, watchKeys.tokensHead);
    return item ? headItem.parse(item) : emptyHead;
  }

  function appendAfter(sequence: number, entry: Record<string, unknown>): Promise<boolean> {
    const next = sequence + 1;
    return sendTransaction(client, [
      {
        Update: {
          ...{ TableName: table, Key: watchKeys.tokensHead },
          UpdateExpression: 'SET #sequence = :next',
          ConditionExpression:
            sequence === 0 ? 'attribute_not_exists(#sequence)' : '#sequence = :was',
          ExpressionAttributeNames: { '#sequence': 'sequence' },
          ExpressionAttributeValues: {
            ':next': next,
            ...(sequence === 0 ? {} : { ':was': sequence }),
          },
        },
      },
      { Put: { TableName: table, Item: { ...watchKeys.tokensEntry(next), ...entry } } },
    ]);
  }

  async function appendOne(entry: Record<string, unknown>): Promise<void> {
    for (let round = 1; ; round++) {
      const { sequence } = await readHead();
      if (await appendAfter(sequence, entry)) return;
      if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
      await pauseBeforeRound(Math.min(round, 5));
    }
  }

  return {
    /** Strongly. */
    readHead,

    /** Tells of tokens under which postings stand already, and of such under which one was removed. */
    async append(came: readonly string[], left: readonly string[] = []): Promise<void> {
      for (const run of chunks(came, mostKeys)) await appendOne({ hashes: packHashes(run) });
      for (const run of chunks(left, mostKeys)) await appendOne({ left: run });
    },

    /** The entries behind one and up to another, strongly; undefined where some have been drawn together meanwhile. */
    async readLog(after: number, upTo: number): Promise<TokensEntry[] | undefined> {
      if (after >= upTo) return [];
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :upTo',
        ExpressionAttributeValues: {
          ':pk': watchKeys.tokensEntry(0).pk,
          ':from': sequenceKey(after + 1),
          ':upTo': sequenceKey(upTo),
        },
      });
      if (items.length < upTo - after) return undefined;
      return items.map((item) => {
        const { sk, hashes = new Uint8Array(), left = [] } = entryItem.parse(item);
        return { sequence: Number(sk), hashes, left };
      });
    },

    /** Undefined where they have made room for a newer generation. */
    async readChunks({ generation, chunks: count }: TokensHead): Promise<Uint8Array[] | undefined> {
      const read = Array.from({ length: count }, async (_, at) => {
        const Key = watchKeys.tokensChunk(generation, at);
        const get = new GetCommand({ TableName: table, Key, ConsistentRead: true });
        const { Item } = await client.send(get);
        return Item && chunkItem.parse(Item).hashes;
      });
      const found = await Promise.all(read);
      const whole = found.filter((chunk) => chunk !== undefined);
      return whole.length < count ? undefined : whole;
    },

    async putChunk(generation: number, at: number, hashes: Uint8Array): Promise<void> {
      const Item = { ...watchKeys.tokensChunk(generation, at), hashes };
      await client.send(new PutCommand({ TableName: table, Item }));
    },

    /** From now on these chunks stand for all up to `base`. False when another was quicker. */
    turn(
      was: TokensHead,
      to: Pick<TokensHead, 'generation' | 'base' | 'chunks'>,
    ): Promise<boolean> {
      return sendTransaction(client, [
        {
          Update: {
            ...{ TableName: table, Key: watchKeys.tokensHead },
            UpdateExpression: 'SET #generation = :generation, #base = :base, #chunks = :chunks',
            ConditionExpression: was.generation
              ? '#generation = :was'
              : 'attribute_not_exists(#generation)',
            ExpressionAttributeNames: {
              ...{ '#generation': 'generation', '#base': 'base', '#chunks': 'chunks' },
            },
            ExpressionAttributeValues: {
              ...{ ':generation': to.generation, ':base': to.base, ':chunks': to.chunks },
              ...(was.generation ? { ':was': was.generation } : {}),
            },
          },
        },
      ]);
    },

    async removeLog(after: number, upTo: number): Promise<void> {
      const keys = Array.from({ length: upTo - after }, (_, at) =>
        watchKeys.tokensEntry(after + 1 + at),
      );
      await removeRows(client, table, keys, mode);
    },

    async removeChunks({ generation, chunks: count }: TokensHead): Promise<void> {
      const keys = Array.from({ length: count }, (_, at) => watchKeys.tokensChunk(generation, at));
      await removeRows(client, table, keys, mode);
    },
  };
}
