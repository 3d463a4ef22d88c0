import type { ListDefinition } from '../contracts/lists.contract';
import type { Caller } from '../core/caller';
import { type CachedList, isServable, listLimits } from '../core/export/cached-list';
import { DomainError, notFound } from '../core/problem';
import { microsPerSecond } from '../core/time';
import type { ListContentStore } from '../store/list-content-store';
import type { NamedStore } from '../store/named-store';
import { basisOf, buildList, type StoredList } from './build-list';
import type { FeedRowsDeps } from './feed-rows';

export interface ReadListDeps extends FeedRowsDeps {
  readonly lists: Pick<NamedStore<ListDefinition>, 'read'>;
  readonly contents: ListContentStore;
}

/** A function of the API has 28 s for all that it does. */
const buildSeconds = 15;

export interface ListContent {
  readonly copy: CachedList;
  readonly format: ListDefinition['format'];
}

/** A list as it may be handed over now: the copy where it is one for this caller and this moment, else built anew. */
export async function readListContent(
  name: string,
  caller: Caller,
  deps: ReadListDeps,
): Promise<ListContent> {
  const memberId = caller.member.id;
  const list = await deps.lists.read(memberId, name);
  if (!list) throw notFound();
  const former = await deps.contents.read(memberId, name);
  const copy = former && isCurrent(former, list, caller, deps.now()) ? former : undefined;
  const served = copy ?? (await rebuild(list, former, caller, deps));
  if (served.isTooLarge) throw tooLarge();
  return { copy: served, format: list.content.format };
}

export function isCurrent(
  copy: CachedList,
  list: StoredList,
  caller: Caller,
  nowMicros: number,
): boolean {
  return isServable(copy, {
    ...basisOf(list, caller),
    ...{ hidden: caller.governance.hidden, nowMicros },
  });
}

async function rebuild(
  list: StoredList,
  former: CachedList | undefined,
  caller: Caller,
  deps: ReadListDeps,
): Promise<CachedList> {
  const until = deps.now() + buildSeconds * microsPerSecond;
  const built = await buildList({ list, former, caller, until }, deps);
  if (!built) throw notReady();
  await deps.contents.put(caller.member.id, list.name, built);
  return built;
}

function notReady(): DomainError {
  return new DomainError(
    'list.not_ready',
    'The list is not built as it would have to be now; keep what you have and come again.',
    { extra: { retryAfterSeconds: 60 } },
  );
}

function tooLarge(): DomainError {
  return new DomainError(
    'list.too_large',
    `A list has at most ${listLimits.values} values and ${listLimits.bytes} bytes: ask for fewer kinds, or a higher confidence.`,
    { extra: { most: listLimits.values } },
  );
}
