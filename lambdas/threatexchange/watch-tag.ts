import { isLiveWatch } from '../core/watch/watch';
import { changeWatch, createWatch, removeWatch } from '../matching/change-watch';
import type { GraphContext } from './graph-context';
import { readFlag } from './read-params';

/** To be subscribed to a tag is to have a watch of that tag and of nothing else. */
export async function watchTag(text: string, context: GraphContext): Promise<void> {
  const { request, caller, deps } = context;
  const { watching, now } = deps;
  const isWanted = readFlag(request.params, 'subscribed');
  context.require(isWanted ? 'createWatch' : 'removeWatch');
  const asking = { caller, idempotency: undefined };
  const standing = await watchesOf(text, context);
  if (!isWanted) {
    for (const { id } of standing) await removeWatch(id, asking, watching);
    return;
  }
  const [first] = standing;
  if (standing.some((watch) => isLiveWatch(watch, now()))) return;
  if (first) await changeWatch(first.id, { state: 'live', expiresAt: null }, asking, watching);
  else await createWatch({ name: `Tag ${text}`, conditions: [{ tags: [text] }] }, asking, watching);
}

async function watchesOf(text: string, { caller, deps }: GraphContext) {
  const said = JSON.stringify([{ tags: [text] }]);
  const rows = await deps.watching.watches.list(caller.member.id);
  return rows.filter(({ conditions }) => JSON.stringify(conditions) === said);
}
