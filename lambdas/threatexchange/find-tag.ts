import { search } from '../search/search';
import type { GraphContext } from './graph-context';
import { mapSome } from './map-some';

/** The texts of those of the ids that are tags, if the caller sees something that carries them. */
export async function findTags(ids: readonly string[], context: GraphContext): Promise<string[]> {
  const { caller, deps } = context;
  return carried(await deps.tags.readTexts(caller.audiences, ids), context);
}

/** Those of them that something carries which the caller sees just now. */
export async function carried(
  texts: readonly string[],
  { caller, deps }: GraphContext,
): Promise<string[]> {
  const found = await mapSome(texts, async (text) => {
    const fields = { tag: [text], kind: 'descriptor' as const, limit: 1 };
    return (await search(fields, caller, deps)).found > 0 ? text : undefined;
  });
  return found.map(([text]) => text);
}
