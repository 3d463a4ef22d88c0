import { percentile } from '../../bench/drive';
import { judge } from '../../bench/floors';

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1);

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('%f of 1 to 100 is %i', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it('of one value is that value, and of none is none', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('a floor', () => {
  const row = { title: '', operations: 1 };

  it('is met above 1: a rate that is reached, a time that is stayed under', () => {
    const rows = [
      { ...row, name: 'publish-8', perSecond: 200 },
      { ...row, name: 'lag', perSecond: 20, p99: 500 },
    ];

    expect(judge(rows).map(({ ratio }) => ratio)).toEqual([2, 0.5]);
  });

  it('is not judged where nothing was measured', () => {
    expect(judge([])).toEqual([]);
  });
});
