import type { Caller } from '../core/caller';
import { type DescriptorView, ownView, viewsOf } from '../core/descriptor-view';
import { isRowHidden } from '../core/governance';
import { notFound } from '../core/problem';
import type { Clock } from '../core/time';
import type { AudienceIndexStore } from '../store/audience-index-store';
import type { ExchangeStore } from '../store/exchange-store';

export interface ReadDescriptorDeps {
  readonly exchange: Pick<ExchangeStore, 'read'>;
  readonly index: Pick<AudienceIndexStore, 'findId' | 'readRow'>;
  readonly now: Clock;
}

/** The caller's own comes from the truth, so that it reads what it just wrote; all others' through the index. */
export async function readDescriptor(
  id: string,
  caller: Caller,
  deps: ReadDescriptorDeps,
): Promise<DescriptorView> {
  const [own, found] = await Promise.all([
    deps.exchange.read({ owner: caller.member.id, id }),
    deps.index.findId(caller.audiences, id),
  ]);
  if (own && own.state !== 'retracted') return ownView(own, deps.now());
  const rows = await Promise.all(
    found.map(async (place) => {
      const row = await deps.index.readRow(place, id);
      if (row?.projection === undefined || isRowHidden(row, caller.governance.hidden)) return [];
      return [{ audience: place.audience, row }];
    }),
  );
  const [view] = own ? [] : viewsOf(rows.flat(), deps.now());
  if (!view) throw notFound();
  return view;
}
