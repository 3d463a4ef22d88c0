import { join } from 'node:path';
import { Api } from '../api';
import { BenchCloud } from '../cloud';
import { descriptorAt } from '../scene';
import { copyFolder, type EmptyExchange, emptyExchange, type Kept } from './empty-exchange';
import { loadRows } from './load-rows';
import { documentsAt, openStore } from './open-store';
import type { Tables } from './plan-rows';
import { rowsWithoutTimes, verifyFeeds } from './sampled-rows';

/** Throws unless what is loaded is what the API and the indexer make of the same descriptors. */
export async function checkSample(kept: Kept, workplace: string, count: number): Promise<void> {
  const empty = await emptyExchange(kept);
  const { tables, rows: loaded } = await loadedRows(kept, empty, join(workplace, 'loaded'), count);
  const data = join(workplace, 'published');
  const published = await publishedRows(kept, empty, data, count, tables);
  throwFirst('loaded and not published', loaded, published);
  throwFirst('published and not loaded', published, loaded);
  kept.say(
    `a sample of ${count}: ${loaded.length} loaded rows are those of the real pipeline, but for times`,
  );
}

async function loadedRows(
  { assembly, values }: Kept,
  { data: empty, author }: EmptyExchange,
  data: string,
  count: number,
): Promise<{ tables: Tables; rows: string[] }> {
  copyFolder(empty, data);
  const store = await openStore(assembly, data);
  try {
    await loadRows(store, author, values, count);
    const { documents, tables } = store;
    await verifyFeeds(documents, tables);
    return { tables, rows: await rowsWithoutTimes(documents, tables) };
  } finally {
    await store.close();
  }
}

async function publishedRows(
  { assembly, values }: Kept,
  { data: empty, cast }: EmptyExchange,
  data: string,
  count: number,
  tables: Tables,
): Promise<string[]> {
  copyFolder(empty, data);
  const cloud = await BenchCloud.start(assembly, data);
  const documents = documentsAt(cloud.dynamodb);
  const api = new Api(cloud.url, 1);
  try {
    const descriptors = Array.from({ length: count }, (_, at) => descriptorAt(values, at));
    const body = JSON.stringify({ descriptors });
    const { token } = cast.publisher;
    await api.send({ method: 'POST', path: '/v1/descriptors/batch', token, body });
    await cloud.idle();
    await verifyFeeds(documents, tables);
    return await rowsWithoutTimes(documents, tables);
  } finally {
    documents.destroy();
    await api.close();
    await cloud.stop();
  }
}

function throwFirst(what: string, some: readonly string[], others: readonly string[]): void {
  const known = new Set(others);
  const row = some.find((one) => !known.has(one));
  if (row) throw new Error(`a row was ${what}: ${row.slice(0, 2000)}`);
}
