import { makeSeal, type SealedHead } from '../core/audit-seal';
import { type Clock, isoTime } from '../core/time';
import { type AuditStore, headShards } from '../store/audit-store';
import type { SealLock, SealStore } from '../store/seal-store';

export interface SealDeps {
  readonly audit: Pick<AuditStore, 'readHeads'>;
  readonly seals: SealStore;
  readonly lock: () => SealLock;
  readonly now: Clock;
  /** Chains that are shorter than when they were sealed: somebody has cut them. */
  readonly onShrunk: (chains: readonly string[]) => void;
}

export type Sealed = { readonly day: string; readonly chains: number } | 'sealed_before';

/** Seals where all chains end, once a day. */
export async function sealDay(deps: SealDeps): Promise<Sealed> {
  const sealedAt = isoTime(deps.now());
  const day = sealedAt.slice(0, 10);
  const last = await lastDay(deps);
  if (last === day) return 'sealed_before';
  const before = last === undefined ? undefined : await deps.seals.read(last);
  const shards = Array.from({ length: headShards }, (_, shard) => deps.audit.readHeads(shard));
  const heads = (await Promise.all(shards)).flat();
  const shrunk = chainsShrunk(before?.heads ?? [], heads);
  if (shrunk.length > 0) deps.onShrunk(shrunk);
  const seal = makeSeal(heads, { day, sealedAt, previous: before?.seal ?? null });
  return (await deps.seals.add(seal, deps.lock())) ? { day, chains: seal.chains } : 'sealed_before';
}

const daysAtOnce = 1000;

async function lastDay({ seals }: SealDeps): Promise<string | undefined> {
  let last: string | undefined;
  for (;;) {
    const days = await seals.listDays(last ?? '', daysAtOnce);
    if (days.length === 0) return last;
    last = days.at(-1);
  }
}

function chainsShrunk(before: readonly SealedHead[], now: readonly SealedHead[]): string[] {
  const counts = new Map(now.map(({ chain, count }) => [chain, count]));
  return before
    .filter(({ chain, count }) => (counts.get(chain) ?? 0) < count)
    .map(({ chain }) => chain);
}
