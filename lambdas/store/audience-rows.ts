import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../core/audience';
import type { AudienceRow } from '../core/commit-plan';
import type { RowRef } from '../core/exchange-object';
import { batchGet } from './batch-get';
import { indexKeys } from './index-keys';
import { audienceRow } from './index-rows';

/** The rows of these objects in one audience, strongly, by id. */
export async function readRowsOf(
  client: DynamoDBDocumentClient,
  table: string,
  audience: Audience,
  objects: readonly RowRef[],
): Promise<Map<string, AudienceRow>> {
  const keys = objects.map((ref) => indexKeys.rowOf(audience, ref));
  const items = await batchGet(client, table, keys, { isStrong: true });
  return new Map(items.map((item) => audienceRow(item)).map((row) => [row.id, row]));
}
