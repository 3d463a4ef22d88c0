import type { Audience } from '../core/audience';
import type { AudienceRow, Change } from '../core/commit-plan';
import { type FeedHead, tombstoneDays } from '../core/feed';
import { opinionCount, type Summary } from '../core/summary';
import { microsPerSecond } from '../core/time';
import { feedKeys, indexKeys } from './index-keys';
import type { Write } from './transaction';

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
  /** Rows that are kept for later without a change that shows. */
  readonly quiet?: readonly Change[];
  readonly summaries: readonly SummaryWrite[];
}

export interface CommitTables {
  readonly audienceIndex: string;
  readonly feed: string;
}

/** Changes of one transaction: each writes a row, a summary and up to two feed rows, and the head is one more of 100. */
export const changesPerCommit = 24;

/** Gone rows stay longer than any stream, queue or reader can be late. */
export const goneDays = tombstoneDays + 30;

/** One transaction: head, rows, feed entries and summaries, each on condition that it is what was read. */
export function writesOf(commit: Commit, tables: CommitTables): Write[] {
  const { audience, before, after, quiet = [] } = commit;
  const cards = new Map(commit.summaries.map((one) => [one.indicatorId, one.after]));
  return [
    ...(after.position > before.position ? [headWrite(commit, tables.feed)] : []),
    ...quiet.map((change) => ({ Put: rowPut(tables.audienceIndex, audience, change) })),
    ...commit.changes.flatMap((change) => [
      { Put: rowPut(tables.audienceIndex, audience, change) },
      ...feedWrites(tables.feed, audience, change, isAmongOthers(change, cards)),
    ]),
    ...commit.summaries.map((summary) => summaryWrite(tables.audienceIndex, audience, summary)),
  ];
}

/** What begins is listed from its first row on; what goes on stays what it is. */
function headWrite({ audience, before, after }: Commit, TableName: string): Write {
  const listed = before.position ? '' : ', listed = :from';
  return {
    Update: {
      TableName,
      Key: feedKeys.head(audience),
      UpdateExpression: `SET epoch = :epoch, #position = :position, #from = :from, #count = :count, digest = :digest${listed}`,
      ConditionExpression: before.position
        ? '#position = :before AND digest = :was'
        : 'attribute_not_exists(#position)',
      ExpressionAttributeNames: { '#position': 'position', '#from': 'from', '#count': 'count' },
      ExpressionAttributeValues: {
        ':epoch': after.epoch,
        ':position': after.position,
        ':from': after.from,
        ':count': after.count,
        ':digest': after.digest,
        ...(before.position ? { ':before': before.position, ':was': before.digest } : {}),
      },
    },
  };
}

function rowPut(TableName: string, audience: Audience, { before, after }: Change) {
  const { indicatorId, kind, createdAt, ...row } = after;
  const isGone = row.projection === undefined && row.held === undefined;
  return {
    TableName,
    Item: {
      ...indexKeys.rowOf(audience, { indicatorId, kind, createdAt, id: row.id }),
      ...row,
      ...(isGone ? { ttl: ttlAfter(row.position || row.source, goneDays) } : {}),
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

/** Whether the audience holds other opinions beside it: then it may be somebody's that others have a word on. */
function isAmongOthers(
  { after: { indicatorId, kind = 'descriptor' } }: Change,
  cards: ReadonlyMap<string, Summary | undefined>,
): boolean {
  const card = cards.get(indicatorId);
  return kind === 'descriptor' && card !== undefined && opinionCount(card) > 1;
}

function feedWrites(
  TableName: string,
  audience: Audience,
  { before, after }: Change,
  others: boolean,
): Write[] {
  const { id, kind = 'descriptor', position, projection } = after;
  const isGone = projection === undefined;
  const entry = {
    ...feedKeys.entry(audience, position),
    id,
    kind,
    ...(isGone
      ? { ttl: ttlAfter(position, tombstoneDays) }
      : { projection, ...(others ? { others } : {}) }),
  };
  const put = { Put: { TableName, Item: entry } };
  if (!before?.position) return [put];
  return [put, { Delete: { TableName, Key: feedKeys.entry(audience, before.position) } }];
}

export function summaryWrite(
  TableName: string,
  audience: Audience,
  { indicatorId, before, after }: SummaryWrite,
): Write {
  const Key = indexKeys.summary(audience, indicatorId);
  const condition = before
    ? {
        ConditionExpression: 'summary = :before',
        ExpressionAttributeValues: { ':before': JSON.stringify(before) },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  if (!after) return { Delete: { TableName, Key, ...condition } };
  const { lastChange } = after;
  const Item = { ...Key, lastChange, summary: JSON.stringify(after) };
  return { Put: { TableName, Item, ...condition } };
}

/** Moves a row's source on, or leaves one where nothing ever showed, so that what is older stays out. */
export function silentWrite(
  TableName: string,
  audience: Audience,
  before: AudienceRow | undefined,
  after: AudienceRow,
) {
  return {
    TableName,
    Key: indexKeys.rowOf(audience, after),
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
