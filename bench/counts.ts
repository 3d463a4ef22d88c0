import type { Usage } from './meter';

/** Of one operation, as the engine counts. */
export interface Counts {
  readonly roundTrips: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Each operation's share of what was used. */
export function perOperation(usages: readonly Usage[], operations: number): Counts {
  const each = (pick: (usage: Usage) => number) =>
    usages.reduce((total, usage) => total + pick(usage), 0) / operations;
  return {
    roundTrips: each(({ calls }) => calls),
    readUnits: each(({ readUnits }) => readUnits),
    writeUnits: each(({ writeUnits }) => writeUnits),
  };
}

export function isSame(a: Counts, b: Counts): boolean {
  return (
    a.roundTrips === b.roundTrips && a.readUnits === b.readUnits && a.writeUnits === b.writeUnits
  );
}
