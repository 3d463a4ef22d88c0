import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import type { AudienceRow, Change } from '../core/commit-plan';
import { type FeedHead, tombstoneDays } from '../core/feed';
import type { Summary } from '../core/summary';
import { microsPerSecond } from '../core/time';
import { batchGet } from './batch-get';
import { feedStore } from './feed-store';
import { feedKeys, indexKeys } from './index-keys';
import { audienceRow, summaryOf } from './index-rows';
import { isConditionFailure } from './item';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What one audience holds of the objects that a commit is about. */
export interface Present {
  readonly head: FeedHead;
  readonly rows: ReadonlyMap<string, AudienceRow>;
  readonly summaries: ReadonlyMap<string, Summary>;
}

export interface SummaryWrite {
  readonly indicatorId: string;
  readonly before: Summary | undefined;
  readonly after: Summary | undefined;
}

export interface Commit {
  readonly audience: Audience;
  /** The head that the commit was planned on. */
  readonly before: FeedHead;
  readonly after: FeedHead;
  readonly changes: readonly Change[];
  readonly summaries: readonly SummaryWrite[];
}

export interface CommitTables {
  readonly audienceIndex: string;
  readonly feed: string;
}

/** Changes of one transaction: each writes a row, a summary and up to two feed rows, and the head is one more of 100. */
export const changesPerCommit = 24;

/** Gone rows stay longer than any stream, queue or reader can be late. */
const goneDays = tombstoneDays + 30;

export type CommitStore = ReturnType<typeof commitStore>;

/** The writes of the indexer: each audience's rows, summaries, feed and head move together or not at all. */
export function commitStore(client: DynamoDBDocumentClient, tables: CommitTables) {
  const feeds = feedStore(client, tables.feed);
  return {
    /** Strongly: the head, and the rows and summaries of these objects. */
    async readPresent(
      audience: Audience,
      objects: readonly { readonly id: string; readonly indicatorId: string }[],
    ): Promise<Present> {
      const indicatorIds = [...new Set(objects.map(({ indicatorId }) => indicatorId))];
      const keys = [
        ...objects.map(({ id, indicatorId }) => indexKeys.row(audience, indicatorId, id)),
        ...indicatorIds.map((indicatorId) => indexKeys.summary(audience, indicatorId)),
      ];
      const [head, items] = await Promise.all([
        feeds.readHead(audience),
        batchGet(client, tables.audienceIndex, keys, { isStrong: true }),
      ]);
      return { head, ...sortOut(items) };
    },

    /** All rows of an indicator, strongly, for a summary that can't be adjusted. */
    async readPartition(audience: Audience, indicatorId: string): Promise<AudienceRow[]> {
      const rows: AudienceRow[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: tables.audienceIndex,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :rows)',
            ExpressionAttributeValues: {
              ':pk': indexKeys.partition(audience, indicatorId),
              ':rows': 'd/',
            },
            ExclusiveStartKey: from,
          }),
        );
        rows.push(...(page.Items ?? []).map(audienceRow));
        from = page.LastEvaluatedKey;
      } while (from);
      return rows;
    },

    /** False when something moved meanwhile: read again and plan anew. */
    async commit(commit: Commit): Promise<boolean> {
      try {
        await client.send(new TransactWriteCommand({ TransactItems: writesOf(commit, tables) }));
        return true;
      } catch (error) {
        if (error instanceof TransactionCanceledException) return false;
        throw error;
      }
    },

    /** Moves a row's source on where nothing shows. False when the row moved meanwhile. */
    async writeSilently(audience: Audience, { before, after }: Change): Promise<boolean> {
      try {
        await client.send(
          new UpdateCommand(silentWrite(tables.audienceIndex, audience, before, after)),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /** Lets readers see up to a position whose transaction has returned. */
    async settle(audience: Audience, position: number): Promise<void> {
      const settle = new UpdateCommand({
        TableName: tables.feed,
        Key: feedKeys.head(audience),
        UpdateExpression: 'SET settled = :position',
        ConditionExpression: 'attribute_not_exists(settled) OR settled < :position',
        ExpressionAttributeValues: { ':position': position },
      });
      await client.send(settle).catch((error: unknown) => {
        if (!isConditionFailure(error)) throw error;
      });
    },
  };
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

function writesOf(commit: Commit, tables: CommitTables): Write[] {
  const { audience } = commit;
  return [
    headWrite(commit, tables.feed),
    ...commit.changes.flatMap((change) => [
      { Put: rowPut(tables.audienceIndex, audience, change) },
      ...feedWrites(tables.feed, audience, change),
    ]),
    ...commit.summaries.map((summary) => summaryWrite(tables.audienceIndex, audience, summary)),
  ];
}

function headWrite({ audience, before, after }: Commit, TableName: string): Write {
  return {
    Update: {
      TableName,
      Key: feedKeys.head(audience),
      UpdateExpression:
        'SET epoch = :epoch, #position = :position, #count = :count, digest = :digest',
      ConditionExpression: before.position
        ? '#position = :before'
        : 'attribute_not_exists(#position)',
      ExpressionAttributeNames: { '#position': 'position', '#count': 'count' },
      ExpressionAttributeValues: {
        ':epoch': after.epoch,
        ':position': after.position,
        ':count': after.count,
        ':digest': after.digest,
        ...(before.position ? { ':before': before.position } : {}),
      },
    },
  };
}

function rowPut(TableName: string, audience: Audience, { before, after }: Change) {
  const { indicatorId, ...row } = after;
  const isGone = row.projection === undefined;
  return {
    TableName,
    Item: {
      ...indexKeys.row(audience, indicatorId, row.id),
      ...row,
      ...(isGone ? { ttl: ttlAfter(row.position, goneDays) } : {}),
    },
    ...sourceCondition(before),
  };
}

function sourceCondition(before: AudienceRow | undefined) {
  return before
    ? {
        ConditionExpression: '#source = :source',
        ExpressionAttributeNames: { '#source': 'source' },
        ExpressionAttributeValues: { ':source': before.source },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
}

function feedWrites(TableName: string, audience: Audience, { before, after }: Change): Write[] {
  const { id, position, projection } = after;
  const isGone = projection === undefined;
  const entry = {
    ...feedKeys.entry(audience, position),
    id,
    kind: 'descriptor',
    ...(isGone ? { ttl: ttlAfter(position, tombstoneDays) } : { projection }),
  };
  const put = { Put: { TableName, Item: entry } };
  if (!before?.position) return [put];
  return [put, { Delete: { TableName, Key: feedKeys.entry(audience, before.position) } }];
}

function summaryWrite(
  TableName: string,
  audience: Audience,
  { indicatorId, before, after }: SummaryWrite,
): Write {
  const Key = indexKeys.summary(audience, indicatorId);
  const condition = before
    ? {
        ConditionExpression: 'lastChange = :before',
        ExpressionAttributeValues: { ':before': before.lastChange },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  if (!after) return { Delete: { TableName, Key, ...condition } };
  const { lastChange } = after;
  const Item = { ...Key, lastChange, summary: JSON.stringify(after) };
  return { Put: { TableName, Item, ...condition } };
}

function silentWrite(
  TableName: string,
  audience: Audience,
  before: AudienceRow | undefined,
  after: AudienceRow,
) {
  return {
    TableName,
    Key: indexKeys.row(audience, after.indicatorId, after.id),
    UpdateExpression: before
      ? 'SET #source = :next'
      : 'SET #source = :next, id = :id, #position = :zero, firstSeen = :zero, #ttl = :ttl',
    ConditionExpression: before ? '#source = :before' : 'attribute_not_exists(pk)',
    ExpressionAttributeNames: {
      '#source': 'source',
      ...(before ? {} : { '#position': 'position', '#ttl': 'ttl' }),
    },
    ExpressionAttributeValues: {
      ':next': after.source,
      ...(before
        ? { ':before': before.source }
        : { ':id': after.id, ':zero': 0, ':ttl': ttlAfter(after.source, goneDays) }),
    },
  };
}

function ttlAfter(micros: number, days: number): number {
  return Math.floor(micros / microsPerSecond) + days * 86_400;
}
