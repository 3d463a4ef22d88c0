import { join } from 'node:path';
import type { Counts } from '../counts';
import { type CountsByName, type OperationName, operationNames } from './operations';
import { usdPerMillion, usdPerMonth } from './price';

/** What is the same on every machine: the committed part of the bench's result, and the README's table. */
export interface KeptCounts {
  readonly operations: Readonly<Record<OperationName, Counts & { readonly usdPerMillion: number }>>;
  /** Of the mix. */
  readonly usdPerMonth: number;
}

export const keptCountsFile = join(__dirname, '../counted.json');

export function keptCounts(counts: CountsByName): KeptCounts {
  const priced = operationNames.map((name) => {
    const usd = usdPerMillion(name, counts);
    return [name, { ...counts[name], usdPerMillion: toCents(usd) }] as const;
  });
  return {
    operations: Object.fromEntries(priced) as KeptCounts['operations'],
    usdPerMonth: toCents(usdPerMonth(counts)),
  };
}

function toCents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
