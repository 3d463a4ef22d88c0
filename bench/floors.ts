import type { Row } from './workload';

interface Floor {
  readonly text: string;
  readonly row: string;
  readonly of: 'perSecond' | 'p50' | 'p99';
  /** Rates must reach it; times must stay under it. */
  readonly bound: number;
}

const floors: readonly Floor[] = [
  { text: 'batches acknowledged, descriptors/s', row: 'batch-1000', of: 'perSecond', bound: 300 },
  { text: 'single publishes/s at 8 connections', row: 'publish-8', of: 'perSecond', bound: 100 },
  {
    text: 'changes indexed/s while batches come in',
    row: 'index-while-batch-1000',
    of: 'perSecond',
    bound: 100,
  },
  { text: 'lag at 20 publishes/s, p99 ms', row: 'lag', of: 'p99', bound: 250 },
  { text: 'exact look-ups/s in 3 audiences', row: 'look-up', of: 'perSecond', bound: 200 },
  { text: 'exact look-up at 200/s, p99 ms', row: 'look-up-paced', of: 'p99', bound: 60 },
  { text: 'feed page of 1,000, p50 ms', row: 'feed-page', of: 'p50', bound: 250 },
];

export interface FloorResult {
  readonly text: string;
  readonly bound: number;
  readonly measured: number;
  /** Above 1 is better than asked. */
  readonly ratio: number;
}

/** Those whose line was measured. */
export function judge(rows: readonly Row[]): FloorResult[] {
  return floors.flatMap(({ text, row, of, bound }) => {
    const measured = rows.find(({ name }) => name === row)?.[of];
    if (measured === undefined) return [];
    const ratio = of === 'perSecond' ? measured / bound : bound / measured;
    return [{ text, bound, measured, ratio }];
  });
}
