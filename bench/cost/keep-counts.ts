import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Counted } from '../count-all';
import { countsOf, judgeUnits } from '../verdicts';
import { keptCounts, keptCountsFile } from './kept-counts';
import { type CountsByName, operationNames } from './operations';
import { withTable } from './readme-table';

export function countsByName(counted: Counted): CountsByName {
  const named = operationNames.map((name) => [name, countsOf(counted, name)]);
  return Object.fromEntries(named) as CountsByName;
}

/** Keeps what was counted and writes it into the README; refuses those of what is priced that hang on what is stored. */
export function keepCounts(root: string, counted: readonly Counted[]): void {
  const [first] = counted;
  const priced: readonly string[] = operationNames;
  const unequal = judgeUnits(counted).filter(
    ({ name, isEqual }) => priced.includes(name) && !isEqual,
  );
  if (!first || unequal.length > 0) {
    const names = unequal.map(({ name }) => name).join(', ');
    throw new Error(`nothing was written: not the same at all sizes: ${names}`);
  }
  const kept = keptCounts(countsByName(first));
  writeFileSync(keptCountsFile, `${JSON.stringify(kept, null, 2)}\n`);
  const readme = join(root, 'README.md');
  writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), kept));
}
