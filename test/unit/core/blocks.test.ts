import fc from 'fast-check';
import {
  blockIn,
  blockOf,
  floorOf,
  floorsAbove,
  holds,
  levelsAbove,
} from '../../../lambdas/core/blocks';
import { canonicalSubnet } from '../../../lambdas/core/indicator/ip';

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }));
const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }));
const block = fc.oneof(v4, v6).map(([address, length]) => {
  const read = canonicalSubnet(`${address}/${length}`);
  return read.kind === 'canonical' ? blockOf(read.value) : undefined;
});

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no block');
  return value;
}

describe('the levels of a block', () => {
  it.each([
    ['192.0.2.7', ['192.0.0.0/8', '192.0.0.0/16', '192.0.2.0/24'], '192.0.2.0/24'],
    ['192.0.2.0/24', ['192.0.0.0/8', '192.0.0.0/16', '192.0.2.0/24'], '192.0.2.0/24'],
    ['192.0.0.0/23', ['192.0.0.0/8', '192.0.0.0/16'], '192.0.0.0/16'],
    ['10.0.0.0/8', ['10.0.0.0/8'], '10.0.0.0/8'],
    ['8.0.0.0/7', [], '0.0.0.0/0'],
    ['0.0.0.0/0', [], '0.0.0.0/0'],
    ['2001:db8::1', ['2001:db8::/32', '2001:db8::/48', '2001:db8::/64'], '2001:db8::/64'],
    ['2001:db8:1::/47', ['2001:db8::/32'], '2001:db8::/32'],
    ['::/0', [], '::/0'],
    ['2000::/3', [], '::/0'],
  ])('%s', (text, levels, floor) => {
    const of = given(blockOf(text));

    expect(levelsAbove(of)).toEqual(levels);
    expect(floorOf(of)).toBe(floor);
  });

  it('hold the block, and are the floors of all that hold it', () => {
    fc.assert(
      fc.property(block, fc.nat(128), (read, shorter) => {
        const inner = given(read);
        const length = Math.min(inner.length, shorter);
        const cut = canonicalSubnet(`${inner.address}/${length}`);
        const outer = given(blockOf(cut.kind === 'canonical' ? cut.value : ''));
        for (const level of levelsAbove(inner))
          expect(holds(given(blockOf(level)), inner)).toBe(true);
        if (outer.isV4 !== inner.isV4) return;
        expect(holds(outer, inner)).toBe(true);
        expect(floorsAbove(inner)).toContain(floorOf(outer));
        expect(floorsAbove(inner).length).toBeLessThanOrEqual(4);
        // What lies inside a block is listed at each of its levels.
        for (const level of levelsAbove(outer)) expect(levelsAbove(inner)).toContain(level);
      }),
    );
  });
});

describe('the addresses of an indicator', () => {
  it.each([
    ['IP_ADDRESS', '192.0.2.7', '192.0.2.7'],
    ['IP_ADDRESS', '2001:db8::1', '2001:db8::1'],
    ['IP_SUBNET', '192.0.2.0/24', '192.0.2.0/24'],
    ['IP_PORT', '192.0.2.7:443', '192.0.2.7'],
    ['IP_PORT', '[2001:db8::1]:443', '2001:db8::1'],
    ['URI', 'http://192.0.2.7:8080/a', '192.0.2.7'],
    ['URI', 'http://user@[2001:db8::1]/a', '2001:db8::1'],
    ['URI', 'http://a.example/192.0.2.7', undefined],
    ['DOMAIN', 'a.example', undefined],
    ['TEXT_STRING', '192.0.2.7', undefined],
  ] as const)('%s %s', (type, value, text) => {
    expect(blockIn(type, value)?.text).toBe(text);
  });
});
