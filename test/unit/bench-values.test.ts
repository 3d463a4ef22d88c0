import { withoutTimes } from '../../bench/load/sampled-rows';
import { ownValues } from '../../bench/values';
import { readIndicator } from '../../lambdas/core/indicator/read-indicator';

describe("the bench's own values", () => {
  const indicators = Array.from({ length: 2000 }, (_, at) => readIndicator(ownValues.at(at)));

  it('are indicators, each another', () => {
    const read = indicators.map((verdict) =>
      verdict.kind === 'indicator' ? `${verdict.indicator.type} ${verdict.indicator.value}` : '',
    );

    expect(read).not.toContain('');
    expect(new Set(read).size).toBe(indicators.length);
  });

  it('say that they are its own', () => {
    expect(ownValues.sourceOf(1000)).toMatch(/^no \.\.\/shared\/data here: all 1000 made up/);
  });
});

describe('rows without times', () => {
  it('are alike where nothing but times and positions differs, at any depth', () => {
    const at = (micros: number, id: string) => ({
      ...{ pk: 'community/feed', sk: micros, id, count: 3, digest: String(micros) },
      projection: JSON.stringify({ id, own: { version: micros } }),
    });

    const one = JSON.stringify(withoutTimes(at(1_767_225_600_000_000, '7')));

    expect(JSON.stringify(withoutTimes(at(1_767_225_600_001_009, '7')))).toBe(one);
    expect(JSON.stringify(withoutTimes(at(1_767_225_600_000_000, '8')))).not.toBe(one);
    expect(one).toContain('"count":3');
  });
});
