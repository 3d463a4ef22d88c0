import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupAudience } from '../../lambdas/core/audience';
import type { Cast } from '../cast';
import type { Author } from './draft-stored';
import { copyFolder, emptyExchange, type Kept } from './empty-exchange';
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

/**
 * An exchange in which the first `count` values are published to the community, or to the readers' group alone: from
 * an earlier run, or loaded now.
 */
export async function storedExchange(
  kept: Kept,
  count: number,
  to: 'community' | 'group' = 'community',
): Promise<StoredExchange> {
  const { data: empty, cast, author } = await emptyExchange(kept);
  const data = join(kept.folder, to === 'group' ? `${count}-in-group` : String(count));
  const loaded = `${data}.json`;
  if (!existsSync(loaded)) {
    kept.say(`loading ${count} …`);
    const audience = to === 'group' ? groupAudience(cast.group) : author.audience;
    copyFolder(empty, data);
    const loadSeconds = await load(kept, { ...author, audience }, data, count);
    writeFileSync(`${loaded}.new`, JSON.stringify({ loadSeconds }));
    renameSync(`${loaded}.new`, loaded);
  }
  const { loadSeconds }: { loadSeconds: number } = JSON.parse(readFileSync(loaded, 'utf8'));
  const bytes = statSync(join(data, 'dynamodb/tocsin.db')).size;
  return { count, data, cast, bytes, loadSeconds };
}

async function load(
  { assembly, values }: Kept,
  author: Author,
  data: string,
  count: number,
): Promise<number> {
  const store = await openStore(assembly, data);
  try {
    const began = performance.now();
    const streamAgain = await withoutStreams(store.call, store.tables);
    await loadRows(store, author, values, count);
    await streamAgain();
    return (performance.now() - began) / 1000;
  } finally {
    await store.close();
  }
}
