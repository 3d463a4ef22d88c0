import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { isPublicUnicast, publicAddress } from '../../../lambdas/core/egress/public-address';
import { publicAddresses, refusedAddresses } from '../../support/address-corpus';

/** Of IANA's registries of special purposes. */
const specialBlocks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

describe('an address', () => {
  it.each(refusedAddresses)('%s is not public', (address) => {
    expect(isPublicUnicast(address)).toBe(false);
  });

  it.each(publicAddresses)('%s is', (address) => {
    expect(isPublicUnicast(address)).toBe(true);
  });

  it.each(specialBlocks)('anywhere in %s is not', (block) => {
    const [network, bits] = ipaddr.parseCIDR(block);
    const bytes = network.toByteArray();
    const random = fc.uint8Array({ minLength: bytes.length, maxLength: bytes.length });
    fc.assert(
      fc.property(random, (chance) => {
        const address = bytes.map((byte, at) => {
          const free = Math.min(8, Math.max(0, 8 * (at + 1) - bits));
          return byte | ((chance[at] ?? 0) & (2 ** free - 1));
        });
        return !isPublicUnicast(ipaddr.fromByteArray(address).toString());
      }),
    );
  });

  it('has one spelling', () => {
    expect(publicAddress('2606:4700:4700:0000:0:0:0:1111')).toBe('2606:4700:4700::1111');
  });
});
