import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { addToDigest } from '../../lambdas/core/feed';
import type { Tables } from './plan-rows';

type Item = Readonly<Record<string, unknown>>;

const published = ['exchange', 'audienceIndex', 'feed'] as const;

/** All that publishing and indexing has left, as text in an order of its own, without times and positions. */
export async function rowsWithoutTimes(
  documents: DynamoDBDocumentClient,
  tables: Tables,
): Promise<string[]> {
  const rows: string[] = [];
  for (const table of published) {
    const items = await scan(documents, tables[table]);
    rows.push(...items.map((item) => `${table} ${JSON.stringify(withoutTimes(item))}`));
  }
  return rows.sort();
}

/** Throws where a feed's head does not tell of just those rows that are in the feed. */
export async function verifyFeeds(
  documents: DynamoDBDocumentClient,
  tables: Tables,
): Promise<void> {
  const items = await scan(documents, tables.feed);
  for (const head of items.filter(({ pk }) => String(pk).endsWith('/head'))) {
    const feed = String(head['pk']).replace(/head$/, 'feed');
    const live = items.filter(({ pk, projection }) => pk === feed && projection !== undefined);
    const digest = live.reduce(
      (sum, { id, sk }) => addToDigest(sum, String(id), Number(sk)),
      '0'.repeat(64),
    );
    const isWhole = digest === head['digest'] && live.length === head['count'];
    if (!isWhole || head['settled'] !== head['position']) {
      throw new Error(`the head of ${feed} does not verify`);
    }
  }
}

async function scan(client: DynamoDBDocumentClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName })) {
    items.push(...(page.Items ?? []));
  }
  return items;
}

const earliestMicros = 1e15;

/** Times and positions are microseconds, larger than any other number; a digest is made of positions. */
export function withoutTimes(value: unknown, name = ''): unknown {
  if (typeof value === 'number') return value >= earliestMicros ? 'time' : value;
  if (name === 'digest') return 'digest';
  // Whoever publishes what is loaded has no credential of its own.
  if (name === 'credential') return 'credential';
  if (value instanceof Set) return [...value].map((one) => withoutTimes(one));
  // A place in a list begins with a time.
  if (name === 'sk') return String(value).replace(/^\d{16}\//, 'time/');
  if (typeof value === 'string') {
    return name === 'projection' || name === 'summary' ? withoutTimes(JSON.parse(value)) : value;
  }
  if (Array.isArray(value)) return value.map((one) => withoutTimes(one));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutTimes(one, key)]));
}
