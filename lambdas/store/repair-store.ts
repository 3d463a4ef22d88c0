import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
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

    /** Puts count and digest right, unless the audience has moved on. */
    mendHead(
      audience: Audience,
      head: FeedHead,
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
