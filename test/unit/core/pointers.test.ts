import fc from 'fast-check';
import type { IndicatorType } from '../../../lambdas/core/indicator/indicator-type';
import { canonicalIp } from '../../../lambdas/core/indicator/ip';
import { pointersOf, validAt } from '../../../lambdas/core/pointers';
import type { Projection } from '../../../lambdas/core/projection';

function shown(type: IndicatorType, value: string, over: Partial<Projection> = {}): Projection {
  return {
    ...{ id: '1', indicatorId: '2', owner: '12345678', type, value, raw: value },
    ...{ status: 'MALICIOUS', tlp: 'GREEN', tags: [], expiresAt: null, description: '' },
    ...over,
  };
}

/** Its tokens of one kind, each with its text. */
function listed(kind: string, type: IndicatorType, value: string): string[] {
  return pointersOf(shown(type, value))
    .filter(({ token }) => token.startsWith(`${kind}/`))
    .map(({ token, text }) => (text === undefined ? token : `${token} ${text}`));
}

describe('the lists that a row is in', () => {
  it('are of what it is, of whom, and of what is said of it', () => {
    const row = shown('DOMAIN', 'www.evil.example', {
      ...{ tags: ['loader', 'c2'], description: 'Emotet loader' },
    });

    expect(pointersOf(row)).toEqual([
      ...[{ token: 'all' }, { token: 'type/DOMAIN' }, { token: 'owner/12345678' }],
      ...[{ token: 'tag/loader' }, { token: 'tag/c2' }],
      ...[{ token: 'word/emotet' }, { token: 'word/loader' }],
      { token: 'prefix/www.', text: 'www.evil.example' },
      { token: 'host/evil.example', text: 'www.evil.example' },
    ]);
  });

  it.each([
    ['DOMAIN', 'a.b.example.co.uk', ['host/example.co.uk a.b.example.co.uk']],
    ['DOMAIN', 'a.evil.duckdns.org', ['host/evil.duckdns.org a.evil.duckdns.org']],
    ['DOMAIN', 'duckdns.org', []],
    ['DOMAIN', 'co.uk', []],
    ['DOMAIN', 'www.abcdefgh.onion', ['host/abcdefgh.onion www.abcdefgh.onion']],
    ['DOMAIN', 'a.name.bazar', ['host/name.bazar a.name.bazar']],
    ['DOMAIN', 'xn--bcher-kva.example', ['host/xn--bcher-kva.example xn--bcher-kva.example']],
    ['NAME_SERVER', 'ns1.evil.example', ['host/evil.example ns1.evil.example']],
    ['EMAIL_ADDRESS', 'a@mail.evil.example', ['host/evil.example mail.evil.example']],
    ['URI', 'https://user@www.evil.example:8443/a', ['host/evil.example www.evil.example']],
    ['URI', 'evil.example/a', ['host/evil.example evil.example']],
    ['URI', 'http://192.0.2.7/a', []],
    ['TEXT_STRING', 'evil.example', []],
  ] as const)('of a host: %s %s', (type, value, expected) => {
    expect(listed('host', type, value)).toEqual(expected);
  });

  it.each([
    ['IP_ADDRESS', '192.0.2.7', 3, []],
    ['IP_SUBNET', '192.0.0.0/20', 2, ['cidr/192.0.0.0/16 192.0.0.0/20']],
    ['IP_SUBNET', '0.0.0.0/0', 0, ['cidr/0.0.0.0/0 0.0.0.0/0']],
    ['IP_SUBNET', '2001:db8::/33', 1, ['cidr/2001:db8::/32 2001:db8::/33']],
    ['IP_PORT', '[2001:db8::1]:443', 3, []],
    ['URI', 'http://[2001:db8::1]/', 3, []],
  ] as const)('of blocks: %s %s', (type, value, insides, holding) => {
    expect(listed('in', type, value)).toHaveLength(insides);
    expect(listed('cidr', type, value)).toEqual(holding);
  });

  it('are the same for each spelling of an address that is mapped', () => {
    const read = canonicalIp('::ffff:192.0.2.7');
    const value = read.kind === 'canonical' ? read.value : '';

    expect(listed('in', 'IP_ADDRESS', value)).toEqual(listed('in', 'IP_ADDRESS', '192.0.2.7'));
  });

  it.each([
    ['URI', 'https://www.evil.example/a', 'prefix/www. www.evil.example/a'],
    ['URI', 'evil.example/a', 'prefix/evil evil.example/a'],
    ['DOMAIN', 'a.b', 'prefix/a.b a.b'],
    ['TEXT_STRING', '𐐨𐐨𐐨𐐨𐐨', 'prefix/𐐨𐐨𐐨𐐨 𐐨𐐨𐐨𐐨𐐨'],
    ['TEXT_STRING', 'x'.repeat(100), `prefix/xxxx ${'x'.repeat(64)}`],
  ] as const)('of a prefix: %s %s', (type, value, expected) => {
    expect(listed('prefix', type, value)).toEqual([expected]);
  });

  it('are distinct, and short enough to be keys', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
    const said = fc.record({
      type: fc.constantFrom<IndicatorType>('TEXT_STRING', 'URI', 'DOMAIN', 'IP_SUBNET'),
      value: text,
      tags: fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 50 }),
      description: text,
    });
    fc.assert(
      fc.property(said, ({ type, value, ...over }) => {
        const found = pointersOf(shown(type, value, over)).map(({ token }) => token);
        expect(new Set(found).size).toBe(found.length);
        for (const token of found) expect(Buffer.byteLength(token)).toBeLessThan(1500);
      }),
    );
  });
});

describe('whether a pointer was there at a time', () => {
  it.each([
    ['before it was put', 9, false],
    ['from when it was put', 10, true],
    ['until it left', 19, true],
    ['from when it left', 20, false],
    ['until it was put again', 29, false],
    ['from when it was put again', 30, true],
    ['for good', 99, true],
  ])('%s', (_, at, expected) => {
    expect(validAt({ at: 30, puts: [30, 10], gones: [20] }, at)).toBe(expected);
  });
});
