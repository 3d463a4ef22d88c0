import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cast } from '../cast';
import { copyFolder, type EmptyExchange, emptyExchange, type Kept } from './empty-exchange';
import { loadRows } from './load-rows';
import { openStore, withoutStreams } from './open-store';

export interface StoredExchange {
  readonly count: number;
  /** A data folder of the local cloud, to be copied and not to be run. */
  readonly data: string;
  readonly cast: Cast;
  /** Of the engine's database, an empty exchange's included. */
  readonly bytes: number;
  readonly loadSeconds: number;
}

/** An exchange in which the first `count` values are published: from an earlier run, or loaded now. */
export async function storedExchange(kept: Kept, count: number): Promise<StoredExchange> {
  const empty = await emptyExchange(kept);
  const data = join(kept.folder, String(count));
  const loaded = `${data}.json`;
  if (!existsSync(loaded)) {
    kept.say(`loading ${count} …`);
    const loadSeconds = await load(kept, empty, data, count);
    writeFileSync(`${loaded}.new`, JSON.stringify({ loadSeconds }));
    renameSync(`${loaded}.new`, loaded);
  }
  const { loadSeconds }: { loadSeconds: number } = JSON.parse(readFileSync(loaded, 'utf8'));
  const bytes = statSync(join(data, 'dynamodb/tocsin.db')).size;
  return { count, data, cast: empty.cast, bytes, loadSeconds };
}

async function load(
  { assembly, values }: Kept,
  empty: EmptyExchange,
  data: string,
  count: number,
): Promise<number> {
  copyFolder(empty.data, data);
  const store = await openStore(assembly, data);
  try {
    const began = performance.now();
    const streamAgain = await withoutStreams(store.call, store.tables);
    await loadRows(store, empty.author, values, count);
    await streamAgain();
    return (performance.now() - began) / 1000;
  } finally {
    await store.close();
  }
}
