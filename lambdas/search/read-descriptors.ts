import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { type DescriptorView, ownView, viewsOf } from '../core/descriptor-view';
import { isDescriptor } from '../core/exchange-object';
import { withoutHidden } from '../core/governance';
import type { Projection } from '../core/projection';
import type { Clock } from '../core/time';
import type { AudienceIndexStore } from '../store/audience-index-store';
import { type ExchangeStore, keyOf } from '../store/exchange-store';
import type { OpenSearch, SeenRowAt } from '../store/search-store';

export interface ReadDescriptorsDeps {
  readonly exchange: Pick<ExchangeStore, 'readCurrent'>;
  readonly index: Pick<AudienceIndexStore, 'findIds'>;
  readonly open: OpenSearch;
  readonly now: Clock;
}

type Views = Map<string, DescriptorView>;

/**
 * Many descriptors by their ids, as the community sees them, and those alone that it does not as the caller's other
 * audiences do: `seenIn` tells of no more than was asked. The caller's own come from the truth.
 */
export async function readDescriptors(
  ids: readonly string[],
  caller: Caller,
  deps: ReadDescriptorsDeps,
): Promise<Views> {
  const { audiences } = caller;
  const community = audiences.filter((one) => one === 'community');
  const others = audiences.filter((one) => one !== 'community');
  const first = await readIn(community, ids, caller, deps);
  const left = ids.filter((id) => !first.has(id));
  return new Map([...first, ...(await readIn(others, left, caller, deps))]);
}

async function readIn(
  audiences: readonly Audience[],
  ids: readonly string[],
  caller: Caller,
  deps: ReadDescriptorsDeps,
): Promise<Views> {
  if (audiences.length === 0 || ids.length === 0) return new Map();
  const found = await deps.open().readRowsAt(await deps.index.findIds(audiences, ids));
  const own = found.filter(({ row }) => ownerOf(row) === caller.member.id);
  const ownIds = new Set(own.map(({ row }) => row.id));
  const foreign = found.filter(({ row }) => !ownIds.has(row.id));
  return new Map([
    ...viewsOf(inOrder(foreign, audiences, caller), deps.now()).map((view) => pairOf(view)),
    ...(await readOwn([...ownIds], caller, deps)),
  ]);
}

function ownerOf({ projection }: { readonly projection?: string }): string | undefined {
  return projection === undefined ? undefined : (JSON.parse(projection) as Projection).owner;
}

function inOrder(
  found: readonly SeenRowAt[],
  audiences: readonly Audience[],
  { governance }: Caller,
): SeenRowAt[] {
  return audiences.flatMap((audience) => {
    const rows = found.flatMap((one) => (one.audience === audience ? [one.row] : []));
    return withoutHidden(rows, governance.hidden).map((row) => ({ audience, row }));
  });
}

/** The caller's own, of any ids: it reads what it just wrote. */
export async function readOwn(
  ids: readonly string[],
  { member }: Caller,
  { exchange, now }: Pick<ReadDescriptorsDeps, 'exchange' | 'now'>,
): Promise<Views> {
  const current = await exchange.readCurrent(ids.map((id) => keyOf({ owner: member.id, id })));
  const objects = [...current.values()].map((read) => read());
  const standing = objects.filter(isDescriptor).filter(({ state }) => state !== 'retracted');
  return new Map(standing.map((one) => pairOf(ownView(one, now()))));
}

function pairOf(view: DescriptorView): [string, DescriptorView] {
  return [view.id, view];
}
