import { DeleteCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../../../lib/tables';
import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { seeded } from '../../support/hostile';
import { play } from '../../support/hostile-script';

const { community, newTables, sharedClient } = communities();

type Item = Record<string, unknown>;

/** One wrong thing in the tables, and how the oracle speaks of it. */
const wrongs: [
  string,
  TableName,
  (item: Item, standing: string) => boolean,
  (item: Item) => Item | undefined,
  RegExp,
][] = [
  ['a row’s text', 'audienceIndex', isRow, misspelt, /row \d+ shows/],
  ['a row of an old version', 'audienceIndex', isRow, (i) => ({ ...i, source: 1 }), /is of 1/],
  ['a row too few', 'audienceIndex', isRow, () => undefined, /is missing/],
  ['a row too many', 'audienceIndex', isRow, (i) => ({ ...i, sk: 'd/1', id: '1' }), /no item/],
  ['a pointer too few', 'audienceIndex', leadsTo, () => undefined, /no pointer/],
  ['a row too few in a list', 'audienceIndex', at('community/all'), () => undefined, /in all to/],
  ['a row that left too soon', 'audienceIndex', at('community/type'), left, /in type.* is wrong/],
  ['a due row too few', 'audienceIndex', isLastDue, () => undefined, /nowhere due/],
  ['a summary', 'audienceIndex', isCard, (i) => ({ ...i, summary: bent(i) }), /summary \d+ is/],
  ['an entry too few', 'feed', at('/feed'), () => undefined, /no entry/],
  ['an entry too many', 'feed', at('/feed'), (i) => ({ ...i, sk: 7 }), /an entry 7/],
  ['a count', 'feed', at('/head'), (i) => ({ ...i, count: 99 }), /count is 99/],
  ['a digest', 'feed', at('/head'), (i) => ({ ...i, digest: 'f'.repeat(64) }), /digest is ff/],
  [
    'a head that is not settled',
    'feed',
    at('/head'),
    (i) => ({ ...i, settled: 3 }),
    /settled is 3/,
  ],
];

describe('the oracle of the fault tests', () => {
  it('finds no fault where there is none, and each that there is', async () => {
    const client = sharedClient();
    const tables = await newTables();
    const world = await community({ tables });
    await play({ world, call: world.call, draw: seeded(1), acts: 30, after: world.index });
    const expiresAt = '2026-11-22T23:59:00Z';
    const body = {
      value: 'z.example',
      status: 'UNKNOWN',
      audience: { community: true },
      expiresAt,
    };
    const published = await world.call('POST /v1/descriptors', { token: world.alice.token, body });
    const standing: string = published.body.id;
    await world.index();
    const sound = await disagreements(world, client);

    const found = [];
    for (const [, table, isIt, bend] of wrongs) {
      const TableName = tables[table];
      const items = await scan(TableName);
      const item = items.find((one) => isIt(one, standing)) ?? {};
      const Item = bend(item);
      const { pk, sk } = item;
      if (Item) await client.send(new PutCommand({ TableName, Item }));
      else await client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
      found.push((await disagreements(world, client)).join('\n'));
      if (Item) await client.send(new DeleteCommand({ TableName, Key: { pk, sk: Item['sk'] } }));
      await client.send(new PutCommand({ TableName, Item: item }));
    }

    expect(sound).toEqual([]);
    for (const [at, [, , , , expected]] of wrongs.entries()) expect(found[at]).toMatch(expected);
    expect(await disagreements(world, client)).toEqual([]);
  });

  async function scan(TableName: string): Promise<Item[]> {
    const items: Item[] = [];
    const pages = paginateScan({ client: sharedClient() }, { TableName });
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  }
});

function isRow({ sk, projection }: Item): boolean {
  return String(sk).startsWith('d/') && projection !== undefined;
}

function misspelt(item: Item): Item {
  return { ...item, projection: String(item['projection']).replace('act', 'ant') };
}

function left(item: Item): Item {
  return { ...item, gones: new Set([Number.MAX_SAFE_INTEGER]), ttl: 1 };
}

function isLastDue({ pk }: Item): boolean {
  return pk === `due/${Date.parse('2026-11-22T23:59:00Z') / 60_000}`;
}

function isCard({ sk }: Item): boolean {
  return sk === 's';
}

/** To what stands: that of something gone may be there or not. */
function leadsTo({ pk }: Item, standing: string): boolean {
  return String(pk).endsWith(`/id/${standing}`);
}

function at(part: string) {
  return ({ pk }: Item) => String(pk).includes(part);
}

function bent({ summary }: Item): string {
  return JSON.stringify({ ...JSON.parse(String(summary)), firstSeen: 1 });
}
