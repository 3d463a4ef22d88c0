import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import type { Order, Place } from '../core/search/place';
import type { Span } from '../core/search/search-query';
import { type AudienceIndicator, audienceIndexStore } from './audience-index-store';
import { batchGet } from './batch-get';
import { feedStore } from './feed-store';
import { indexKeys, rowPrefixes, timeKey } from './index-keys';
import { audienceRow } from './index-rows';
import { type MeteredClient, meteredClient } from './metered-client';
import { pointerLists } from './pointer-lists';
import { remarkRows } from './remark-rows';

export interface SearchTables {
  readonly audienceIndex: string;
  readonly feed: string;
}

/** A row of an audience, by what its key is made of. */
export interface RowPlace extends AudienceIndicator {
  readonly id: string;
}

export type OpenSearch = () => SearchReads;
export type SearchReads = ReturnType<typeof searchReads> & Omit<MeteredClient, 'client'>;

/** Everything that a search reads, counted for each search by itself. */
export function searchStore(client: DynamoDBDocumentClient, tables: SearchTables): OpenSearch {
  return () => {
    const { client: metered, ...meter } = meteredClient(client);
    return { ...searchReads(metered, tables), ...meter };
  };
}

function searchReads(client: DynamoDBDocumentClient, { audienceIndex, feed }: SearchTables) {
  const { readSummaries } = audienceIndexStore(client, audienceIndex);
  const { readHeads } = feedStore(client, feed);
  const { readList, readPointers } = pointerLists(client, audienceIndex);
  return {
    ...{ readHeads, readList, readPointers, readSummaries },
    remarks: remarkRows(client, audienceIndex),

    /** A piece of a list within a span of time, in the order of a walk, behind a place of it. */
    readSpan({ order, after, span, ...list }: ListSpan) {
      const [low, high] = [timeKey(span.since), timeKey(span.until)];
      const [start, end] = order === 'newest' ? [high, low] : [low, high];
      const from = after ? behind(after, order) : start;
      return readList({ ...list, newestFirst: order === 'newest', from, upTo: end });
    },

    /** Those that are there, gone ones too. */
    async readRowsAt(places: readonly RowPlace[]): Promise<SeenRowAt[]> {
      const keys = places.map(({ audience, indicatorId, id }) =>
        indexKeys.row(audience, indicatorId, id),
      );
      const items = await batchGet(client, audienceIndex, keys, { isStrong: false });
      return items.map((item) => ({ audience: audienceOf(item), row: audienceRow(item) }));
    },

    /** The opinions that an audience holds of an indicator, gone ones too, however many pages they fill; with comments too. */
    async readPartition(
      { audience, indicatorId }: AudienceIndicator,
      withComments = false,
    ): Promise<AudienceRow[]> {
      const rows: AudienceRow[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: audienceIndex,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
            ExpressionAttributeValues: {
              ':pk': indexKeys.partition(audience, indicatorId),
              ':first': withComments ? rowPrefixes.comment : rowPrefixes.descriptor,
              ':last': `${rowPrefixes.descriptor}~`,
            },
            ExclusiveStartKey: from,
          }),
        );
        rows.push(...(page.Items ?? []).map(audienceRow));
        from = page.LastEvaluatedKey;
      } while (from);
      return rows;
    },
  };
}

export interface ListSpan {
  readonly audience: Audience;
  readonly token: string;
  readonly order: Order;
  readonly after: Place | undefined;
  readonly span: Span;
  readonly limit: number;
}

/** A place is of an indicator, with all of its pointers there, or of one descriptor. */
function behind({ firstSeen, id }: Place, order: Order): string {
  const key = `${timeKey(firstSeen)}/${id}`;
  if (order === 'oldest') return `${key}/~`;
  return id.includes('/') ? key : `${key}/`;
}

export interface SeenRowAt {
  readonly audience: Audience;
  readonly row: AudienceRow;
}

function audienceOf(item: Record<string, unknown>): Audience {
  const pk = String(item['pk']);
  return pk.slice(0, pk.indexOf('/')) as Audience;
}
