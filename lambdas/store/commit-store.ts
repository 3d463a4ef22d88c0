import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import type { AudienceRow, Change } from '../core/commit-plan';
import type { RowRef } from '../core/exchange-object';
import type { FeedHead } from '../core/feed';
import { isRemark } from '../core/subject';
import type { Summary } from '../core/summary';
import { batchGet } from './batch-get';
import {
  type Commit,
  type CommitTables,
  changesPerCommit,
  silentWrite,
  writesOf,
} from './commit-writes';
import { feedStore } from './feed-store';
import { feedKeys, indexKeys } from './index-keys';
import { audienceRow, summaryOf } from './index-rows';
import { isConditionFailure, isConflict } from './item';
import { pauseBeforeRound } from './pause';
import { queryAll } from './query-all';
import { sendTransaction } from './transaction';

/** What one audience holds of the objects that a commit is about. */
export interface Present {
  readonly head: FeedHead;
  readonly rows: ReadonlyMap<string, AudienceRow>;
  readonly summaries: ReadonlyMap<string, Summary>;
}

/** A transaction on the head, which stands in the way of settling, lasts milliseconds. */
const settleRounds = 6;

export type CommitStore = ReturnType<typeof commitStore>;

/** The writes of the indexer: each audience's rows, summaries, feed and head move together or not at all. */
export function commitStore(client: DynamoDBDocumentClient, tables: CommitTables) {
  const feeds = feedStore(client, tables.feed);
  return {
    /** Strongly: the head, and the rows and summaries of these objects. */
    async readPresent(audience: Audience, objects: readonly RowRef[]): Promise<Present> {
      const indicatorIds = [...new Set(objects.map(({ indicatorId }) => indicatorId))];
      const keys = [
        ...objects.map((ref) => indexKeys.rowOf(audience, ref)),
        ...indicatorIds.map((indicatorId) => indexKeys.summary(audience, indicatorId)),
      ];
      const [head, items] = await Promise.all([
        feeds.readHead(audience),
        batchGet(client, tables.audienceIndex, keys, { isStrong: true }),
      ]);
      return { head, ...sortOut(items) };
    },

    /** All rows of an indicator, strongly, for a summary that can't be adjusted. */
    readPartition: (audience: Audience, indicatorId: string) =>
      readPartition(client, tables.audienceIndex, audience, indicatorId),

    /** The rows of what is said about an indicator, strongly. */
    async readRemarks(audience: Audience, indicatorId: string): Promise<AudienceRow[]> {
      const rows = await readPartition(client, tables.audienceIndex, audience, indicatorId);
      return rows.filter(isRemark);
    },

    /** False when something moved meanwhile: read again and plan anew. */
    commit(commit: Commit): Promise<boolean> {
      return sendTransaction(client, writesOf(commit, tables));
    },

    /** Moves a row's source on where nothing shows. False when the row moved meanwhile. */
    async writeSilently(audience: Audience, { before, after }: Change): Promise<boolean> {
      try {
        await client.send(
          new UpdateCommand(silentWrite(tables.audienceIndex, audience, before, after)),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error) || isConflict(error)) return false;
        throw error;
      }
    },

    /** Lets readers see up to a position whose transaction has returned. */
    settle: (audience: Audience, position: number) =>
      settle(client, tables.feed, audience, position),

    /**
     * Settles what another writer committed, who is slow or gone. Its transaction may still be at work: the head
     * can be read before the entries are. So it is settled when all of them are there, else false: look again.
     */
    async settleFound(audience: Audience, { from, position }: FeedHead): Promise<boolean> {
      let [there, after, isMore] = [0, from - 1, true];
      while (isMore) {
        const range = { after, upTo: position, limit: changesPerCommit };
        const { entries, isComplete } = await feeds.readEntries(audience, range);
        there += entries.length;
        after = entries.at(-1)?.sk ?? position;
        isMore = !isComplete && there < position - from + 1;
      }
      if (there < position - from + 1) return false;
      await settle(client, tables.feed, audience, position);
      return true;
    },
  };
}

async function settle(
  client: DynamoDBDocumentClient,
  TableName: string,
  audience: Audience,
  position: number,
): Promise<void> {
  const update = new UpdateCommand({
    TableName,
    Key: feedKeys.head(audience),
    UpdateExpression: 'SET settled = :position',
    ConditionExpression: 'attribute_not_exists(settled) OR settled < :position',
    ExpressionAttributeValues: { ':position': position },
  });
  for (let round = 1; ; round++) {
    try {
      await client.send(update);
      return;
    } catch (error) {
      if (isConditionFailure(error)) return;
      if (!isConflict(error) || round === settleRounds) throw error;
      await pauseBeforeRound(round);
    }
  }
}

function sortOut(items: readonly Record<string, unknown>[]): Omit<Present, 'head'> {
  const rows = new Map<string, AudienceRow>();
  const summaries = new Map<string, Summary>();
  for (const item of items) {
    const pk = String(item['pk']);
    if (item['sk'] === 's') summaries.set(pk.slice(pk.lastIndexOf('/') + 1), summaryOf(item));
    else {
      const row = audienceRow(item);
      rows.set(row.id, row);
    }
  }
  return { rows, summaries };
}

async function readPartition(
  client: DynamoDBDocumentClient,
  TableName: string,
  audience: Audience,
  indicatorId: string,
): Promise<AudienceRow[]> {
  const items = await queryAll(client, {
    TableName,
    KeyConditionExpression: 'pk = :pk AND sk < :summary',
    ExpressionAttributeValues: {
      ':pk': indexKeys.partition(audience, indicatorId),
      ':summary': indexKeys.summary(audience, indicatorId).sk,
    },
  });
  return items.map(audienceRow);
}
