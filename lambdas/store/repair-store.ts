import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import { emptyHead, type FeedHead } from '../core/feed';
import type { Summary } from '../core/summary';
import { nextVersion } from '../core/time';
import { readRowsOf } from './audience-rows';
import { type CommitTables, summaryWrite } from './commit-writes';
import { feedStore } from './feed-store';
import { feedKeys, indexKeys } from './index-keys';
import { summaryOf } from './index-rows';
import { isConditionFailure, isConflict } from './item';
import { pauseBeforeRound } from './pause';

/** Commits on the head, which stand in the way, last milliseconds. */
const markRounds = 6;

export type RepairStore = ReturnType<typeof repairStore>;

/** Writes beside the commit, for what no change of an object mends. Each answers whether it was still in place. */
export function repairStore(client: DynamoDBDocumentClient, tables: CommitTables) {
  const feeds = feedStore(client, tables.feed);
  return {
    /**
     * Throws an audience's order away: positions up to here belong to the past, its feed begins empty, and every
     * row waits to be written anew. Rows and summaries stay as they are, so that look-ups go on meanwhile.
     */
    async beginEpoch(audience: Audience, nowMicros: number): Promise<boolean> {
      const head = await feeds.readHead(audience);
      const position = nextVersion(head.position, nowMicros);
      const empty = { ...emptyHead, epoch: position, position, settled: position };
      return putHead(client, tables.feed, audience, head, { ...empty, from: position + 1 });
    },

    /** From now on the list of all may lack something. Answers whether it was whole. */
    unlist: (audience: Audience) =>
      markHead(client, tables.feed, audience, {
        UpdateExpression: 'REMOVE listed',
        ConditionExpression: 'attribute_exists(listed)',
      }),

    /** The list of all is whole again, and not the one that it was before. False where it was whole. */
    list: (audience: Audience, nowMicros: number) =>
      markHead(client, tables.feed, audience, {
        UpdateExpression: 'SET listed = :now',
        ConditionExpression: 'attribute_not_exists(listed) AND attribute_exists(digest)',
        ExpressionAttributeValues: { ':now': nowMicros },
      }),

    /** Puts count and digest right, unless the audience has moved on. Whoever mends it says that it is listed. */
    mendHead(
      audience: Audience,
      { listed: _, ...head }: FeedHead,
      right: Pick<FeedHead, 'count' | 'digest'>,
    ): Promise<boolean> {
      return putHead(client, tables.feed, audience, head, { ...head, ...right });
    },

    /** Puts or removes a summary that no live row can bring, unless a commit touches it meanwhile. */
    async putSummary(
      audience: Audience,
      indicatorId: string,
      after: Summary | undefined,
    ): Promise<boolean> {
      const Key = indexKeys.summary(audience, indicatorId);
      const get = { TableName: tables.audienceIndex, Key, ConsistentRead: true };
      const { Item } = await client.send(new GetCommand(get));
      if (!Item && !after) return true;
      const before = Item && summaryOf(Item);
      const write = summaryWrite(tables.audienceIndex, audience, { indicatorId, before, after });
      const { Put, Delete } = write;
      if (Put) return isInPlace(client.send(new PutCommand(Put)));
      return Delete ? isInPlace(client.send(new DeleteCommand(Delete))) : false;
    },

    readRows: (audience: Audience, objects: Parameters<typeof readRowsOf>[3]) =>
      readRowsOf(client, tables.audienceIndex, audience, objects),

    removeEntry(audience: Audience, position: number, id: string): Promise<boolean> {
      return isInPlace(
        client.send(
          new DeleteCommand({
            TableName: tables.feed,
            Key: feedKeys.entry(audience, position),
            ConditionExpression: 'id = :id',
            ExpressionAttributeValues: { ':id': id },
          }),
        ),
      );
    },
  };
}

async function markHead(
  client: DynamoDBDocumentClient,
  TableName: string,
  audience: Audience,
  change: Pick<
    UpdateCommandInput,
    'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
  >,
): Promise<boolean> {
  const update = new UpdateCommand({ TableName, Key: feedKeys.head(audience), ...change });
  for (let round = 1; ; round++) {
    try {
      await client.send(update);
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      if (!isConflict(error) || round === markRounds) throw error;
      await pauseBeforeRound(round);
    }
  }
}

function putHead(
  client: DynamoDBDocumentClient,
  TableName: string,
  audience: Audience,
  before: FeedHead,
  after: FeedHead,
): Promise<boolean> {
  const put = new PutCommand({
    TableName,
    Item: { ...feedKeys.head(audience), ...after },
    ...(before.position
      ? {
          ConditionExpression: '#position = :position',
          ExpressionAttributeNames: { '#position': 'position' },
          ExpressionAttributeValues: { ':position': before.position },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  });
  return isInPlace(client.send(put));
}

async function isInPlace(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error) || isConflict(error)) return false;
    throw error;
  }
}
