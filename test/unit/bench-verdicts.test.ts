import type { Counted } from '../../bench/count-all';
import { combine, type SizedRow } from '../../bench/rounds';
import { judgeTimes, judgeUnits } from '../../bench/verdicts';
import type { Row } from '../../bench/workload';

function round(p50: number, whole: number): Row[] {
  const cpu = { function: whole / 2, engine: whole / 4, gateway: whole / 4, whole };
  return [
    { name: 'feeds', title: 'feeds', operations: 10, perSecond: 1000 / p50, p50, p99: 9, cpu },
  ];
}

describe('the rounds of one size', () => {
  it('become their median, with how far they were apart', () => {
    const [row] = combine([round(2, 1), round(8, 1.5), round(4, 1)]);

    expect(row).toMatchObject({
      ...{ name: 'feeds', operations: 30, perSecond: 250, p50: 4, p99: 9 },
      cpu: { function: 0.5, engine: 0.25, gateway: 0.25, whole: 1 },
      spread: { p50: 4, cpu: 1.5 },
    });
  });

  it('keep lines apart by name, and what only some of them have', () => {
    const indexed = { name: 'index', title: 'index', operations: 5, perSecond: 7 };

    const rows = combine([[...round(1, 1), indexed], round(1, 1)]);

    expect(rows.map(({ name, operations }) => [name, operations])).toEqual([
      ['feeds', 20],
      ['index', 5],
    ]);
  });
});

function sized(stored: number, p50: number, whole: number, spread = 1): SizedRow[] {
  const rows = combine([round(p50, whole)]);
  return rows.map((row) => ({ ...row, stored, peaks: {}, spread: { p50: spread, cpu: 1 } }));
}

describe('the verdict over what is stored', () => {
  it('is flat within a fifth, of the largest by the smallest', () => {
    const rows = [...sized(1000, 10, 5), ...sized(10_000, 12, 5), ...sized(100_000, 11, 6.1)];

    expect(judgeTimes(rows)).toMatchObject([
      { name: 'feeds', p50: { ratio: 1.2, isFlat: true }, cpu: { ratio: 1.22, isFlat: false } },
    ]);
  });

  it('tells the noise of the rounds beside it', () => {
    const rows = [...sized(1000, 10, 5, 1.1), ...sized(10_000, 15, 5, 1.6)];

    expect(judgeTimes(rows)).toMatchObject([{ p50: { ratio: 1.5, noise: 1.6, isFlat: false } }]);
  });

  it('is not given of one size', () => {
    expect(judgeTimes(sized(1000, 10, 5))).toEqual([]);
  });
});

function counted(stored: number, writeUnits: number): Counted {
  const some = { roundTrips: 1, readUnits: 0.5, writeUnits: 1 };
  const requests = [{ name: 'feeds', counts: { ...some, writeUnits }, usages: [] }];
  return { stored, requests, indexing: { alone: some, full: some }, tail: 0 };
}

describe('the verdict over units', () => {
  it('is equal where every unit is', () => {
    const verdicts = judgeUnits([counted(1000, 2), counted(10_000, 2)]);

    expect(verdicts.map(({ name, isEqual }) => [name, isEqual])).toEqual([
      ['feeds', true],
      ['index-alone', true],
      ['index-full', true],
    ]);
  });

  it('is not where the least of a unit differs, and shows both', () => {
    const [feeds] = judgeUnits([counted(1000, 2), counted(10_000, 2.01)]);

    expect(feeds).toMatchObject({ isEqual: false, isFlat: true });
    expect(feeds?.counts['10000']?.writeUnits).toBe(2.01);
  });

  it('is not even flat where a unit grows by more than a fifth, or from nothing', () => {
    const grown = [
      [2, 2.41],
      [0, 1],
    ].map(([few = 0, many = 0]) => judgeUnits([counted(1000, few), counted(10_000, many)]));

    expect(grown.map(([feeds]) => feeds?.isFlat)).toEqual([false, false]);
  });
});
