import type { LookUpResult } from '../replies';

/** Filled when the exchange has answered. */
export interface Slot {
  answer?: LookUpResult | undefined;
}

/** A known value's answer is about 1 KB, an unknown one's a tenth of it. */
const remembered = 100_000;

/** What was asked, the least lately met forgotten first: a value that comes again after that is asked again. */
export function answerCache(most = remembered) {
  const slots = new Map<string, Slot>();
  return {
    slotOf(key: string): { readonly slot: Slot; readonly isNew: boolean } {
      const there = slots.get(key);
      const slot: Slot = there ?? {};
      slots.delete(key);
      slots.set(key, slot);
      const [oldest] = slots.size > most ? slots.keys() : [];
      if (oldest !== undefined) slots.delete(oldest);
      return { slot, isNew: there === undefined };
    },
  };
}
