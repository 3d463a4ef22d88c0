import { search } from '../search/search';
import type { GraphContext } from './graph-context';

/** The text of a tag, if the caller sees something that carries it. */
export async function findTag(id: string, context: GraphContext): Promise<string | undefined> {
  const { caller, deps } = context;
  const [text] = await deps.tags.readTexts(caller.audiences, [id]);
  return text !== undefined && (await isCarried(text, context)) ? text : undefined;
}

/** Whether the caller sees something that carries it just now. */
export async function isCarried(text: string, { caller, deps }: GraphContext): Promise<boolean> {
  const fields = { tag: [text], kind: 'descriptor' as const, limit: 1 };
  return (await search(fields, caller, deps)).found > 0;
}
