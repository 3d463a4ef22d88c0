import { seenValues } from '../../../bin/cli/seen-values';

describe('seenValues', () => {
  it('knows each of many values again, and none that it was not told', () => {
    const seen = seenValues();
    const keys = Array.from({ length: 200_000 }, (_, at) => `DOMAIN host${at}.example`);

    const first = keys.filter((key) => seen.add(key));
    const second = keys.filter((key) => seen.add(key));

    expect(first).toHaveLength(keys.length);
    expect(second).toEqual([]);
  });
});
