import { type Posting, postingsOf } from '../core/watch/postings';
import type { PostingStore } from '../store/posting-store';
import type { TokenStore } from '../store/token-store';
import type { WatchStore } from '../store/watch-store';
import type { OwnedTask, WatchTaskStore } from '../store/watch-task-store';

export interface PostDeps {
  readonly watches: Pick<WatchStore, 'read' | 'readSaid' | 'dropPieces'>;
  readonly tasks: Pick<WatchTaskStore, 'goOn' | 'end'>;
  readonly postings: Pick<PostingStore, 'put' | 'remove'>;
  readonly tokens: Pick<TokenStore, 'append'>;
}

/**
 * Puts a watch where changes find it, tells the matcher of the tokens, and only then takes it from where it was: what
 * it said before and what it says now both find it meanwhile. Any number of times.
 */
export async function postWatch(owned: OwnedTask, deps: PostDeps): Promise<void> {
  const { member, id, task } = owned;
  const { watches, postings, tokens } = deps;
  const watch = await watches.read(member, id);
  const isFound = watch !== undefined && watch.state !== 'expired';
  const now = isFound ? postingsOf(member, watch.conditions) : [];
  const before = task.was ? postingsOf(member, await watches.readSaid(owned, task.was)) : [];
  const came = without(now, before);
  await postings.put(owned, came);
  await tokens.append(keysOf(came));
  const left = without(before, now);
  await postings.remove(owned, left);
  await tokens.append([], keysOf(left));
  if (task.was?.pieces !== undefined) await watches.dropPieces(owned, watch?.said.piecesOf ?? -1);
  if (task.runs && isFound) await deps.tasks.goOn(owned);
  else await deps.tasks.end(owned);
}

function without(some: readonly Posting[], others: readonly Posting[]): Posting[] {
  const known = new Set(others.map(nameOf));
  return some.filter((posting) => !known.has(nameOf(posting)));
}

function nameOf({ key, rest }: Posting): string {
  return `${key} ${rest}`;
}

function keysOf(postings: readonly Posting[]): string[] {
  return [...new Set(postings.map(({ key }) => key))];
}
