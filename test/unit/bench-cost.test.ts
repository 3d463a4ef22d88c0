import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeptCounts, keptCounts, keptCountsFile } from '../../bench/cost/kept-counts';
import type { CountsByName } from '../../bench/cost/operations';
import { usdPerMillion, usdPerMonth } from '../../bench/cost/price';
import { withTable } from '../../bench/cost/readme-table';

const none = { roundTrips: 0, readUnits: 0, writeUnits: 0 };
const nothing: CountsByName = {
  'publish-1': none,
  'batch-100': none,
  'index-alone': none,
  'index-full': none,
  'look-up': none,
  'look-ups-100': none,
  'feed-page-100': none,
  feeds: none,
};

/** A request through the HTTP API to a function of 1 GB on arm64, with its share of a lease. */
function request(milliseconds: number): number {
  return 1 + 0.2 + (milliseconds / 1000) * 13.3334 + 0.01 * 0.625;
}

/** An invocation of the indexer, of 1,792 MB. */
function indexing(milliseconds: number): number {
  return 0.2 + 1.75 * (milliseconds / 1000) * 13.3334;
}

describe('the price of a million', () => {
  it('is request, run time and lease, even where no unit is used', () => {
    expect(usdPerMillion('look-up', nothing)).toBeCloseTo(request(15), 9);
  });

  it('adds the units at their list price', () => {
    const counts = { ...nothing, 'look-up': { roundTrips: 3, readUnits: 1.5, writeUnits: 2 } };

    const more = usdPerMillion('look-up', counts) - usdPerMillion('look-up', nothing);

    expect(more).toBeCloseTo(1.5 * 0.125 + 2 * 0.625, 9);
  });

  it('of a publish includes a change in each of two audiences', () => {
    const counts = { ...nothing, 'index-alone': { ...none, writeUnits: 10 } };

    const usd = usdPerMillion('publish-1', counts);

    expect(usd).toBeCloseTo(request(20) + indexing(60) + 2 * 10 * 0.625, 9);
  });

  it('of one of a batch is its share of the request and of the indexer', () => {
    const usd = usdPerMillion('batch-100', nothing);

    expect(usd).toBeCloseTo((request(300) + indexing(600)) / 100, 9);
  });
});

describe('the price of a month', () => {
  it('is that of three million, each with a lease and a look at its member', () => {
    const each = (usd: number) => usd + 0.99 * 0.625 + 0.125;

    const usd = usdPerMonth(nothing);

    const publish = each(request(20) + indexing(60));
    const [lookUp, feed] = [each(request(15)), each(request(25))];
    expect(usd).toBeCloseTo(3 * (0.2 * publish + 0.6 * lookUp + 0.2 * feed), 9);
  });
});

describe('what is kept of the counts', () => {
  const kept: KeptCounts = JSON.parse(readFileSync(keptCountsFile, 'utf8'));

  it('has the prices of its units', () => {
    expect(kept).toEqual(keptCounts(kept.operations));
  });

  it("is the README's table", () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

    expect(withTable(readme, kept)).toBe(readme);
  });

  it('finds no place in a README without its marks', () => {
    expect(() => withTable('# Tocsin', kept)).toThrow('the README has no place');
  });
});
