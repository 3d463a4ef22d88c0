import type { Governance } from '../governance';
import type { KnownGood } from '../known-good/look-up';
import { type Draft, type Examination, examine } from './examine';

/** Judges a draft by what is in force. */
export type Examine = (draft: Draft, governance: Governance) => Promise<Examination>;

export function examiner(knownGoodAt: (version: number) => Promise<KnownGood>): Examine {
  return async (draft, { policy, knownGoodVersion }) =>
    examine(draft, policy, await knownGoodAt(knownGoodVersion));
}
