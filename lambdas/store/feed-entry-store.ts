import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import type { Audience } from '../core/audience';
import { batchGet } from './batch-get';
import { type FeedRecord, type parkedFeedRecord, readFeedRecord } from './feed-records';
import { feedKeys } from './index-keys';

type Parked = z.output<typeof parkedFeedRecord>['record'];

/** Entries of the feeds by where they were, for what was parked. */
export function feedEntryStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** The record once more, as its entry stands; what has moved on since came by a record of its own. */
    async standing({ audience, position, recordId, at }: Parked): Promise<FeedRecord[]> {
      const key = feedKeys.entry(audience as Audience, position);
      const [after] = await batchGet(client, table, [key], { isStrong: true });
      const named = { pk: key.pk, sk: String(key.sk) };
      return readFeedRecord({ id: recordId, at, key: named, before: undefined, after });
    },
  };
}
