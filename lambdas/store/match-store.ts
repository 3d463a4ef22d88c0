import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { objectKinds } from '../core/exchange-object';
import { type Match, matchDays, matchEvents } from '../core/notify/match';
import { microsOf, microsPerDay, microsPerSecond } from '../core/time';
import { batchGet } from './batch-get';
import { isConditionFailure } from './item';
import { matchKeys, matchLists, placeOf } from './match-keys';
import { queryAll } from './query-all';
import { sendTransaction, type Write } from './transaction';

const matchRow = z.object({
  id: z.string(),
  member: z.string(),
  watchId: z.string(),
  event: z.enum(matchEvents),
  kind: z.enum(objectKinds),
  objectId: z.string(),
  indicatorId: z.string(),
  owner: z.string(),
  matchedAt: z.number(),
  via: z.record(z.string(), z.number()),
  view: z.string().optional(),
  isRead: z.boolean(),
});

/** What of a watch decides whether it tells anything (watch-store.ts). */
const watchRow = z.object({
  id: z.string(),
  member: z.string(),
  state: z.string(),
  expiresAt: z.string().nullable(),
});

/** Longer than any message waits in the queue. */
const goneDays = 14;

export type MatchStore = ReturnType<typeof matchStore>;

export interface WatchRef {
  readonly member: string;
  readonly watchId: string;
}

export interface Seeing {
  readonly audience: string;
  readonly position: number;
}

/** Endpoints that shall hear of it. */
export type EndpointIds = readonly string[];

/** What members are told: matches, and what waits to be delivered of them. */
export function matchStore(client: DynamoDBDocumentClient, table: string) {
  async function readMany(member: string, ids: readonly string[]): Promise<Match[]> {
    const keys = ids.map((id) => matchKeys.match(member, id));
    const items = await batchGet(client, table, keys, { isStrong: true });
    return items.map((item) => matchRow.parse(item));
  }

  return {
    /** Strongly; those that there are. */
    readMany,

    /** Puts a match with all that follows from it, at once. False when it is there, or has left its audience since. */
    tell(match: Match, seen: Seeing, endpoints: EndpointIds): Promise<boolean> {
      return sendTransaction(client, [
        stays(table, match.objectId, seen),
        ...tellingWrites(table, match, endpoints),
      ]);
    },

    /** The match is seen through one audience more. False when it is not there, is withdrawn, or has left that audience. */
    addAudience({ member, id, objectId }: Match, seen: Seeing): Promise<boolean> {
      return sendTransaction(client, [
        stays(table, objectId, seen),
        {
          Update: {
            TableName: table,
            Key: matchKeys.match(member, id),
            UpdateExpression: 'SET via.#audience = :position',
            ConditionExpression: 'attribute_exists(#view)',
            ExpressionAttributeNames: { '#audience': seen.audience, '#view': 'view' },
            ExpressionAttributeValues: { ':position': seen.position },
          },
        },
      ]);
    },

    /** Nothing of the object from before this place is told any more in that audience. */
    async noteGone(objectId: string, { audience, position }: Seeing, now: number): Promise<void> {
      const note = new UpdateCommand({
        TableName: table,
        Key: matchKeys.gone(objectId, audience),
        UpdateExpression: 'SET #position = :position, #ttl = :ttl',
        ConditionExpression: 'attribute_not_exists(pk) OR #position < :position',
        ExpressionAttributeNames: { '#position': 'position', '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':position': position, ':ttl': endOf(now, goneDays) },
      });
      await unlessThere(client.send(note));
    },

    /** What a watch has told of an object, strongly. */
    async readTold(objectId: string, member: string, watchId: string): Promise<Match[]> {
      const { pk, sk } = matchKeys.told(objectId, member, watchId, '');
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :watch)',
        ExpressionAttributeValues: { ':pk': pk, ':watch': sk },
      });
      return readMany(
        member,
        items.map((item) => String(item['sk']).slice(sk.length)),
      );
    },

    /**
     * The match is not seen through an audience any more; where that was the last, what it showed goes too, and `telling`
     * comes with it. False when it is another than was read.
     */
    withdraw(
      { member, id, via }: Match,
      audience: string,
      telling?: { readonly match: Match; readonly endpoints: EndpointIds },
    ): Promise<boolean> {
      const { [audience]: _, ...rest } = via;
      const isLast = Object.keys(rest).length === 0;
      return sendTransaction(client, [
        {
          Update: {
            TableName: table,
            Key: matchKeys.match(member, id),
            UpdateExpression: `SET via = :rest${isLast ? ' REMOVE #view' : ''}`,
            ConditionExpression: 'via = :via',
            ...(isLast && { ExpressionAttributeNames: { '#view': 'view' } }),
            ExpressionAttributeValues: { ':rest': rest, ':via': via },
          },
        },
        ...(telling ? tellingWrites(table, telling.match, telling.endpoints) : []),
      ]);
    },

    /** Those of the watches that tell anything now; strongly. */
    async readLiveWatches(refs: readonly WatchRef[], now: number): Promise<WatchRef[]> {
      const keys = refs.map(({ member, watchId }) => matchKeys.watch(member, watchId));
      const items = await batchGet(client, table, keys, { isStrong: true });
      const rows = items.map((item) => watchRow.parse(item));
      const live = new Set(
        rows.filter((row) => isLiveWatch(row, now)).map(({ member, id }) => `${member}/${id}`),
      );
      return refs.filter(({ member, watchId }) => live.has(`${member}/${watchId}`));
    },

    /** One list, newest first or oldest first, by the index: what was just told may not be in it yet. */
    async list(member: string, which: keyof typeof matchLists, page: MatchPage): Promise<Match[]> {
      const { after, until, limit, isNewestFirst } = page;
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'list',
          KeyConditionExpression: 'listKey = :list AND listSort BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':list': matchLists[which](member),
            ':from': isNewestFirst ? ' ' : (after ?? ' '),
            ':to': isNewestFirst ? (after ?? '~') : (until ?? '~'),
          },
          ScanIndexForward: !isNewestFirst,
          Limit: limit,
        }),
      );
      return Items.map((item) => matchRow.parse(item));
    },

    /** False when there is none. */
    async acknowledge(member: string, id: string): Promise<boolean> {
      const update = new UpdateCommand({
        TableName: table,
        Key: matchKeys.match(member, id),
        UpdateExpression: 'SET isRead = :yes, listKey = :list',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':yes': true, ':list': matchLists.read(member) },
      });
      return unlessThere(client.send(update));
    },
  };
}

export interface MatchPage {
  /** A place (`placeOf`), which is among what is asked for. */
  readonly after?: string | undefined;
  readonly until?: string | undefined;
  readonly limit: number;
  readonly isNewestFirst: boolean;
}

function tellingWrites(TableName: string, match: Match, endpoints: EndpointIds): Write[] {
  const { member, id, watchId, objectId, matchedAt } = match;
  const ttl = endOf(matchedAt, matchDays);
  const list = { listKey: matchLists.unread(member), listSort: placeOf(matchedAt, id) };
  const Item = { ...matchKeys.match(member, id), ...list, ttl, ...match };
  const told = { ...matchKeys.told(objectId, member, watchId, id), ttl };
  return [
    { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    { Put: { TableName, Item: told } },
    ...endpoints.map((endpointId) => pendingWrite(TableName, endpointId, match)),
  ];
}

/** That an endpoint shall be sent a match. */
export function pendingWrite(TableName: string, endpointId: string, match: Match): Write {
  const { id: matchId, member, matchedAt } = match;
  const key = matchKeys.pending(endpointId, matchedAt, matchId);
  return {
    Put: { TableName, Item: { ...key, member, matchId, ttl: endOf(matchedAt, matchDays) } },
  };
}

/** The object has not left the audience since it was seen there. */
function stays(TableName: string, objectId: string, { audience, position }: Seeing): Write {
  return {
    ConditionCheck: {
      TableName,
      Key: matchKeys.gone(objectId, audience),
      ConditionExpression: 'attribute_not_exists(pk) OR #position < :position',
      ExpressionAttributeNames: { '#position': 'position' },
      ExpressionAttributeValues: { ':position': position },
    },
  };
}

/** In seconds, as time-to-live counts. */
export function endOf(micros: number, days: number): number {
  return Math.ceil((micros + days * microsPerDay) / microsPerSecond);
}

function isLiveWatch({ state, expiresAt }: z.output<typeof watchRow>, now: number): boolean {
  return state === 'live' && (expiresAt === null || microsOf(expiresAt) > now);
}

async function unlessThere(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
