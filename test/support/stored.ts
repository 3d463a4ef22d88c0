import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Audience } from '../../lambdas/core/audience';
import type { Descriptor } from '../../lambdas/core/descriptor';
import { isDescriptor } from '../../lambdas/core/exchange-object';
import type { Summary } from '../../lambdas/core/summary';
import { exchangeStore } from '../../lambdas/store/exchange-store';
import { isProbe } from '../../lambdas/store/probe-store';
import type { Community } from './community';

export interface StoredRow {
  readonly id: string;
  readonly indicatorId: string;
  readonly source: number;
  readonly position: number;
  readonly firstSeen: number;
  readonly projection?: string;
}

export interface StoredEntry {
  readonly id: string;
  readonly sk: number;
  readonly projection?: string;
}

export interface StoredPointer {
  readonly token: string;
  readonly sk: string;
  readonly at: number;
  readonly text?: string;
  readonly gones?: ReadonlySet<number>;
  readonly ttl?: number;
}

export interface StoredHead {
  readonly epoch: number;
  readonly position: number;
  readonly settled: number;
  readonly count: number;
  readonly digest: string;
}

/** All that the tables hold for one audience. */
export interface StoredAudience {
  readonly rows: StoredRow[];
  readonly entries: StoredEntry[];
  /** By indicator id. */
  readonly summaries: Map<string, Summary>;
  /** In the lists that searches walk. */
  readonly lists: StoredPointer[];
  /** Which tags there are, their ids, and what was tagged when: `<kind> <what> <sort key>`. */
  readonly tags: Set<string>;
  /** Indicator id by descriptor id. */
  readonly pointers: Map<string, string>;
  head?: StoredHead;
}

export interface Stored {
  readonly descriptors: readonly Descriptor[];
  readonly audiences: Map<Audience, StoredAudience>;
  readonly due: { readonly minute: number; readonly id: string }[];
  /** The minute that the expirer has reached. */
  dueCursor?: number;
}

type Item = Readonly<Record<string, unknown>>;

const listKinds = new Set([
  'all',
  'type',
  'owner',
  'tag',
  'word',
  'commented',
  'prefix',
  'host',
  'in',
  'cidr',
]);

/** Reads the tables whole, with nothing of what normally reads them in between but the parser of the truth. */
export async function readStored(
  client: DynamoDBDocumentClient,
  tables: Community['tables'],
): Promise<Stored> {
  const stored: Stored = {
    descriptors: await readTruth(client, tables),
    audiences: new Map(),
    due: [],
  };
  for (const item of await scan(client, tables.audienceIndex)) sortIndexItem(item, stored);
  for (const item of await scan(client, tables.feed)) sortFeedItem(item, stored);
  return stored;
}

/** The items of the Exchange, as they are. */
export async function readTruth(
  client: DynamoDBDocumentClient,
  tables: Community['tables'],
): Promise<Descriptor[]> {
  const keys = (await scan(client, tables.exchange))
    .map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }))
    .filter((key) => !isProbe(key));
  const current = await exchangeStore(client, tables.exchange).readCurrent(keys);
  return [...current.values()].map((read) => read()).filter(isDescriptor);
}

export function heldBy(stored: Stored, audience: Audience): StoredAudience {
  const nothing = {
    ...{ rows: [], entries: [], lists: [] },
    ...{ summaries: new Map(), pointers: new Map(), tags: new Set<string>() },
  };
  const held = stored.audiences.get(audience) ?? nothing;
  stored.audiences.set(audience, held);
  return held;
}

/** Every item of a table. */
export async function scan(client: DynamoDBDocumentClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    items.push(...(page.Items ?? []));
  }
  return items;
}

function sortIndexItem(item: Item, stored: Stored): void {
  const [first = '', kind, id = ''] = String(item['pk']).split('/');
  if (first === 'due') {
    if (kind === 'cursor') stored.dueCursor = Number(item['minute']);
    else stored.due.push({ minute: Number(kind), id: String(item['sk']) });
    return;
  }
  if (first === 'job' || first === 'probe') return;
  const held = heldBy(stored, first as Audience);
  if (['tags', 'tag-id', 'tagged'].includes(kind ?? '')) {
    held.tags.add(`${String(item['pk']).slice(first.length + 1)} ${item['sk']}`);
    return;
  }
  if (kind === 'id') held.pointers.set(id, String(item['indicatorId']));
  else if (listKinds.has(kind ?? '')) {
    const token = String(item['pk']).slice(first.length + 1);
    held.lists.push({ ...(item as unknown as StoredPointer), token });
  } else if (kind !== 'value') throw new Error(`a row that the oracle doesn't know: ${item['pk']}`);
  else if (item['sk'] === 's') held.summaries.set(id, JSON.parse(String(item['summary'])));
  else held.rows.push({ ...(item as unknown as StoredRow), indicatorId: id });
}

function sortFeedItem(item: Item, stored: Stored): void {
  const [audience = '', kind] = String(item['pk']).split('/');
  const held = heldBy(stored, audience as Audience);
  if (kind === 'head') held.head = item as unknown as StoredHead;
  else held.entries.push(item as unknown as StoredEntry);
}
