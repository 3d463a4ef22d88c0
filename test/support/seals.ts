import type { WholeSeal } from '../../lambdas/core/audit-seal';
import type { SealStore } from '../../lambdas/store/seal-store';

/** Where seals are kept, without a bucket. */
export function keptSeals(): SealStore {
  const kept = new Map<string, WholeSeal>();
  return {
    async read(day) {
      const seal = kept.get(day);
      if (!seal) throw new Error(`${day} was not sealed`);
      return seal;
    },
    async listDays(after, limit) {
      const days = [...kept.keys()].sort().filter((day) => day > after);
      return days.slice(0, limit);
    },
    async add(seal) {
      if (kept.has(seal.day)) return false;
      kept.set(seal.day, seal);
      return true;
    },
  };
}
