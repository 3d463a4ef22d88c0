import { type Clock, nextVersion } from '../core/time';
import { chunkBytes, drawTogether } from '../core/watch/token-chunks';
import { hashOf } from '../core/watch/token-filter';
import type { PostingStore } from '../store/posting-store';
import type { TokenStore } from '../store/token-store';

export interface CompactDeps {
  readonly tokens: TokenStore;
  readonly postings: Pick<PostingStore, 'isEmpty'>;
  readonly now: Clock;
}

/** So many entries make it worth while: a matcher that starts reads them one by one. */
export const entriesWorthWhile = 200;

/**
 * Draws the log of tokens together. A token leaves only where nothing stands under it: whoever puts something there
 * tells of it after that, in an entry behind those that were drawn together.
 */
export async function compactTokens(
  deps: CompactDeps,
  least = entriesWorthWhile,
): Promise<boolean> {
  const { tokens, postings, now } = deps;
  const head = await tokens.readHead();
  if (head.sequence - head.base < least) return false;
  const [chunks, entries] = [
    await tokens.readChunks(head),
    await tokens.readLog(head.base, head.sequence),
  ];
  if (!chunks || !entries) return false;
  const left = [...new Set(entries.flatMap((entry) => entry.left))];
  const gone: string[] = [];
  for (const key of left) if (await postings.isEmpty(key)) gone.push(key);
  const all = drawTogether([...chunks, ...entries.map(({ hashes }) => hashes)], gone.map(hashOf));
  const generation = nextVersion(head.generation, now());
  const count = Math.ceil(all.length / chunkBytes);
  for (let at = 0; at < count; at++) {
    const piece = all.subarray(at * chunkBytes, (at + 1) * chunkBytes);
    await tokens.putChunk(generation, at, piece);
  }
  const to = { generation, base: head.sequence, chunks: count };
  if (!(await tokens.turn(head, to))) return false;
  await tokens.removeLog(head.base, head.sequence);
  await tokens.removeChunks(head);
  return true;
}
