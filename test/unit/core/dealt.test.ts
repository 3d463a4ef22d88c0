import { packDealt, unpackDealt } from '../../../lambdas/core/search/dealt';

describe('what a walk has dealt with', () => {
  it('is carried as text, the last sixty-four of it', () => {
    const ids = Array.from({ length: 100 }, (_, at) => String(2n ** 63n - 1n - BigInt(at)));

    expect(unpackDealt(packDealt(ids))).toEqual(ids.slice(36));
    expect([unpackDealt(undefined), unpackDealt(packDealt([]))]).toEqual([[], []]);
    expect(packDealt(ids).length).toBeLessThan(700);
  });
});
