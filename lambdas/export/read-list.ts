import type { ListDefinition } from '../contracts/lists.contract';
import type { Caller } from '../core/caller';
import { type CachedList, isServable, listLimits } from '../core/export/cached-list';
import { DomainError, notFound } from '../core/problem';
import { microsPerSecond } from '../core/time';
import type { ListContentStore } from '../store/list-content-store';
import { type BuildListDeps, buildList } from './build-list';
import { basisOf, type ListSource, type ListSourceDeps, readListSource } from './list-source';

export type ReadListDeps = BuildListDeps & ListSourceDeps & { readonly contents: ListContentStore };

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
  const source = await readListSource(memberId, name, deps);
  if (!source) throw notFound();
  const former = await deps.contents.read(memberId, name);
  const copy = former && isCurrent(former, source, caller, deps.now()) ? former : undefined;
  const served = copy ?? (await rebuild(source, former, caller, deps));
  if (served.refusal) throw refusals[served.refusal]();
  return { copy: served, format: source.list.content.format };
}

export function isCurrent(
  copy: CachedList,
  source: ListSource,
  caller: Caller,
  nowMicros: number,
): boolean {
  return isServable(copy, {
    ...basisOf(source, caller),
    ...{ hidden: caller.governance.hidden, nowMicros },
  });
}

async function rebuild(
  source: ListSource,
  former: CachedList | undefined,
  caller: Caller,
  deps: ReadListDeps,
): Promise<CachedList> {
  const until = deps.now() + buildSeconds * microsPerSecond;
  const built = await buildList({ source, former, caller, until }, deps);
  if (!built) throw notReady();
  await deps.contents.put(caller.member.id, source.list.name, built);
  return built;
}

function notReady(): DomainError {
  return new DomainError(
    'list.not_ready',
    'The list is not built as it would have to be now; keep what you have and come again.',
    { extra: { retryAfterSeconds: 60 } },
  );
}

const refusals = { too_large: tooLarge, too_wide: tooWide } as const;

function tooLarge(): DomainError {
  return new DomainError(
    'list.too_large',
    `A list has at most ${listLimits.values} values and ${listLimits.bytes} bytes: ask for fewer kinds, or a higher confidence.`,
    { extra: { most: listLimits.values } },
  );
}

function tooWide(): DomainError {
  return new DomainError(
    'list.too_wide',
    `To find all of it takes more than ${listLimits.readUnits} read units in your audiences: narrow the saved search down, by tag, owner, type or publishedSince, or by audience.`,
    { extra: { most: listLimits.readUnits } },
  );
}
