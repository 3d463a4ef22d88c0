import { isWithin, networkOf } from '../../../lambdas/core/network';

describe('the network of a source', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24'],
    ['192.0.2.255', '192.0.2.0/24'],
    ['::ffff:192.0.2.9', '192.0.2.0/24'],
    ['::ffff:c000:209', '192.0.2.0/24'],
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['2001:DB8:0001:FFFF::', '2001:db8:1::/48'],
    ['::1', '::/48'],
    ['', 'unknown'],
    ['a name', 'unknown'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('an address in a list', () => {
  const list = ['192.0.2.0/24', '198.51.100.7', '2001:db8::/32'];

  it.each([
    ['192.0.2.200', true],
    ['::ffff:192.0.2.200', true],
    ['192.0.3.1', false],
    ['198.51.100.7', true],
    ['198.51.100.8', false],
    ['2001:db8:ffff::1', true],
    ['2001:db9::1', false],
    ['::', false],
    ['', false],
    ['x', false],
  ])('%s: %s', (address, isThere) => {
    expect(isWithin(list, address)).toBe(isThere);
  });

  it('is in no empty list', () => {
    expect(isWithin([], '192.0.2.1')).toBe(false);
  });
});
