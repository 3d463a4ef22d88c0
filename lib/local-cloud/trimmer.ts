import { type Checkpoint, parkedForSeconds } from './checkpoint';
import { trimStep, trimStream } from './stream-store';

export interface TrimmedStream {
  readonly table: string;
  readonly readers: readonly Checkpoint[];
}

const everyMilliseconds = 1000;
const expireEveryTicks = 600;

/** Removes what every reader is past, often and little; what nobody reads, after a day as on AWS. */
export function startTrimming(
  database: string | undefined,
  streams: readonly TrimmedStream[],
): { stop(): void } {
  if (database === undefined) return { stop: () => {} };
  const trimmed = new Map<string, number>();
  let ticks = 0;
  const timer = setInterval(() => {
    for (const { table, readers } of streams) {
      const upTo = Math.min(...readers.map(({ progress }) => Number(progress.sequence)));
      if (readers.length > 0 && upTo > (trimmed.get(table) ?? 0)) {
        const keep = readers.flatMap(({ progress }) => progress.parked);
        if (tryTrim(database, table, upTo, Date.now() / 1000 + 60, keep)) trimmed.set(table, upTo);
      }
      if (ticks % expireEveryTicks === 0) {
        const dayAgo = Date.now() / 1000 - parkedForSeconds;
        // What a reader has not reached stays, however long the machine was off.
        const end = readers.length > 0 ? upTo : Number.MAX_SAFE_INTEGER;
        tryTrim(database, table, end, dayAgo, []);
      }
    }
    ticks += 1;
  }, everyMilliseconds);
  return { stop: () => clearInterval(timer) };
}

/** True when nothing is left to trim; a busy database is for the next tick. */
function tryTrim(
  database: string,
  table: string,
  upTo: number,
  before: number,
  keep: Parameters<typeof trimStream>[1]['keep'],
): boolean {
  try {
    return trimStream(database, { table, upTo, before, keep }) < trimStep;
  } catch {
    return false;
  }
}
