import type { Governance } from '../core/governance';
import { type Clock, microsPerSecond } from '../core/time';
import type { GovernanceStore } from '../store/governance-store';

export interface GovernanceDeps {
  readonly governance: Pick<GovernanceStore, 'read'>;
  readonly now: Clock;
}

/** A policy, and what is hidden, are felt everywhere within it. */
const cachedMicros = 20 * microsPerSecond;
const cachedMembers = 1000;

export type InForce = (memberId: string) => Promise<Governance>;

/**
 * What is in force, read at most every 20 s for each member by each environment; where it can't be read, nothing is
 * answered. Not once for all members: what one of them costs may not tell whether another was here just before.
 */
export function governanceReader({ governance, now }: GovernanceDeps): InForce {
  const cache = new Map<string, { readonly inForce: Governance; readonly at: number }>();
  return async (memberId) => {
    const cached = cache.get(memberId);
    const age = now() - (cached?.at ?? 0);
    // What is from the future was read before the clock was set back, nobody knows how long ago.
    if (cached && age >= 0 && age < cachedMicros) return cached.inForce;
    const at = now();
    const inForce = await governance.read();
    if (cache.size >= cachedMembers) cache.clear();
    cache.set(memberId, { inForce, at });
    return inForce;
  };
}
