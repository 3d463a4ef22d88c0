import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { indicatorTypes } from '../../../lambdas/core/indicator/indicator-type';
import { readIndicator } from '../../../lambdas/core/indicator/read-indicator';
import { registrableDomain } from '../../../lambdas/core/indicator/registrable-domain';

/** Fragments of real traps, so that random text is often near something. */
const fragment = fc.constantFrom(
  ...[
    'hxxp',
    'http',
    '://',
    '[://]',
    '[.]',
    '.',
    '[.c]om',
    '(dot)',
    '@',
    '[at]',
    ':',
    '80',
    '/',
    '//',
    '#',
  ],
  ...[
    'evil',
    'example',
    'com',
    'xn--mnchen-3ya',
    'münchen',
    'пример',
    '192.0.2.1',
    '::ffff:',
    '2001:db8::1',
  ],
  ...[
    '[',
    ']',
    '%2F',
    '%',
    '\\',
    ' ',
    '\u00a0',
    '\u200b',
    '*',
    '{x}',
    '<a>',
    '/24',
    '?a=b',
    'zip',
    'exe',
    'AS1',
  ],
  ...[
    'deadbeef'.repeat(4),
    'İ',
    'ß',
    'ﬁ',
    '\u0301',
    '٣',
    '。',
    '．',
    'T1',
    'CVE-2026-1234',
    '0x',
    '\t',
  ],
);
const text = fc.oneof(
  fc.array(fragment, { maxLength: 9 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.domain(),
  fc.emailAddress(),
  fc.ipV4Extended(),
  fc.ipV6(),
);
const anyString = fc.oneof(
  text,
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
);
const type = fc.option(fc.constantFrom(...indicatorTypes), { nil: undefined });

describe('whatever the text', () => {
  it('it is read or refused, never thrown at, and its canonical form is a fixed point', () => {
    fc.assert(
      fc.property(anyString, type, (raw, given) => {
        const first = readIndicator(raw, given);
        if (first.kind === 'refused') return;
        const { value, type: found } = first.indicator;

        const again = readIndicator(value, given);

        expect(again).toMatchObject({ kind: 'indicator', indicator: { type: found, value } });
        expect(first.indicator.raw).toBe(raw);
      }),
      { numRuns: 5000 },
    );
  });

  it('a registrable domain is the end of the host that it is of', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        const domain = registrableDomain({ type: 'DOMAIN', value: host.toLowerCase() });

        expect(domain === undefined || host.toLowerCase().endsWith(domain)).toBe(true);
      }),
    );
  });
});

describe('spellings of one thing', () => {
  const spellings = fc.constantFrom<(plain: string) => string>(
    (plain) => plain.toUpperCase(),
    (plain) => `${plain}.`,
    (plain) => plain.replaceAll('.', '[.]'),
    (plain) => ` ${plain}\u200b`,
    (plain) => plain.replace('.', '(dot)'),
  );

  it('have one key', () => {
    fc.assert(
      fc.property(fc.domain(), spellings, (domain, spell) => {
        const plain = readIndicator(domain.toLowerCase(), 'DOMAIN');
        const spelled = readIndicator(spell(domain), 'DOMAIN');

        fc.pre(plain.kind === 'indicator');
        expect(spelled).toMatchObject({ indicator: { value: plain.indicator.value } });
      }),
    );
  });
});

describe('the registrable domain', () => {
  it.each([
    ['DOMAIN', 'a.b.evil.co.uk', 'evil.co.uk'],
    ['DOMAIN', 'x.mine.duckdns.org', 'mine.duckdns.org'],
    ['DOMAIN', 'duckdns.org', undefined],
    ['URI', 'https://good.example@a.evil.com:8443/x', 'evil.com'],
    ['URI', 'http://192.0.2.1/', undefined],
    ['EMAIL_ADDRESS', 'a@mail.evil.com', 'evil.com'],
    ['HASH_MD5', 'd'.repeat(32), undefined],
  ] as const)('of %s %s is %s', (kind, value, expected) => {
    expect(registrableDomain({ type: kind, value })).toBe(expected);
  });
});

const nasty = join(__dirname, '../../../../shared/data/nasty/real-nasty.tsv');
const isThere = existsSync(nasty);

(isThere ? describe : describe.skip)(
  'the awkward values of real feeds (../shared/data/nasty)',
  () => {
    const rows = isThere ? readFileSync(nasty, 'utf8').trim().split('\n').slice(1) : [];
    const expected: Readonly<Record<string, string>> = {
      'filename that looks like domain': 'FILE_NAME',
      'ip:port:port': 'refused',
      'regex as indicator': 'refused',
      'no dot / typo of domain': 'refused',
      'truncated TLD': 'refused',
      'url path only': 'URI_PATH',
      CIDR: 'IP_SUBNET',
      IPv6: 'IP_ADDRESS',
      'bracketed IPv6 + port': 'IP_PORT',
      'IDN punycode': 'DOMAIN',
      'punycode IDN domain': 'DOMAIN',
      'very long label': 'DOMAIN',
      'non-ICANN TLD': 'DOMAIN',
    };

    it.each(rows.map((row) => row.split('\t')))('%s from %s: %s', (trap, _, json) => {
      const raw: string = JSON.parse(json ?? '""');

      const verdict = readIndicator(raw);

      const found = verdict.kind === 'indicator' ? verdict.indicator.type : 'refused';
      expect(found).toBe(expected[trap ?? ''] ?? found);
      if (verdict.kind === 'indicator') expect(verdict.indicator.raw).toBe(raw);
      else expect(verdict.detail).not.toBe('');
    });
  },
);
