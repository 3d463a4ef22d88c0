import fc from 'fast-check';
import { findPersonal } from '../../../lambdas/core/screen/find-personal';
import { screenRules } from '../../../lambdas/core/screen/rules';
import { mask, screen, type Texts } from '../../../lambdas/core/screen/screen';

const rules = screenRules.parse({});
const domain = { type: 'DOMAIN', value: 'evil.example', raw: 'evil.example' } as const;

/** What makes patterns go back and forth: beginnings of what is looked for, over and over. */
const hostile = [
  ...[
    '@',
    'a@b.',
    'a@a.co ',
    `${'x'.repeat(64)}@`,
    '[at]',
    '(',
    '%2540',
    '%',
    '&#64;',
    '://a:',
    '://a:b@',
  ],
  ...[
    '4',
    '4 ',
    '1 ',
    '4242 ',
    '4242-',
    '+1',
    '+49 ',
    'tel 1 ',
    'tel: 0',
    'call ',
    '+1 (',
    '10.',
    '10.0.0.1.',
  ],
  ...[
    'a:',
    '::',
    ':',
    'fe80:',
    '=',
    'a=b',
    '=aaaa',
    'password=',
    'token=1',
    'eyJ',
    'eyJaaaaaaaa.',
    'AKIA',
    '-----BEGIN ',
  ],
  ...[
    '=YUBiLmNv&',
    '/aaaa',
    '1|',
    'sk_live_',
    'authorization: ',
    'http://',
    '\u00e9',
    '\ud83d\ude00',
  ],
];
const bytes = 8192;
const mostMilliseconds = 250;

function millisecondsFor(text: string): number {
  const start = performance.now();
  findPersonal(text);
  return performance.now() - start;
}

describe('finding what is personal', () => {
  it.each(hostile)('takes no longer for 8 KB of %j than for any other text', (unit) => {
    const text = unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes);

    const best = Math.min(...[1, 2, 3].map(() => millisecondsFor(text)));

    expect(best).toBeLessThan(mostMilliseconds);
  });

  it('takes no longer for any mixture of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...hostile), { minLength: 1, maxLength: 5 }),
        (units) => {
          const unit = units.join('');
          const text = unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes);

          return Math.min(millisecondsFor(text), millisecondsFor(text)) < mostMilliseconds;
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says places that are in the text, in order and apart for each kind', () => {
    const pieces = fc.constantFrom(
      ...hostile,
      'a@b.com',
      '%40',
      '+12025550143',
      '192.168.1.1',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const ends = new Map<string, number>();
        for (const { kind, start, end } of findPersonal(text)) {
          expect(start).toBeGreaterThanOrEqual(ends.get(kind) ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          ends.set(kind, end);
        }
      }),
    );
  });
});

describe('redaction', () => {
  const redact = (description: string, more: Texts = {}) =>
    screen(domain, { description, ...more }, rules);

  it.each([
    ['mail a@b.com and c%40d.com!', `mail ${mask} and ${mask}!`],
    ['a@b.com+12025550143', `${mask}${mask}`],
    ['nothing here', 'nothing here'],
    ['password=a@b.com x', `password=${mask} x`],
    ['\u00e9 4242 4242 4242 4242', `\u00e9 ${mask}`],
    ['e\u0301 a@b.com', `\u00e9 ${mask}`],
    ['127.0.0.1 stays, 10.0.0.9 does not', `127.0.0.1 stays, ${mask} does not`],
  ])('of %j leaves %j', (text, expected) => {
    expect(redact(text).texts.description).toBe(expected);
  });

  it('is done in every text, by its pointer', () => {
    const { texts, findings } = redact('x', {
      tags: ['ok', 'for a@b.com'],
      sourceUri: 'https://x.example/?token=abc123def',
    });

    expect(texts).toEqual({
      description: 'x',
      tags: ['ok', `for ${mask}`],
      sourceUri: `https://x.example/?token=${mask}`,
    });
    expect(findings).toEqual([
      { kind: 'email', field: '/tags/1', start: 4, end: 11, verdict: 'redact' },
      { kind: 'credential', field: '/sourceUri', start: 25, end: 34, verdict: 'redact' },
    ]);
  });

  it('leaves nothing to find, and is done once', () => {
    const pieces = fc.constantFrom(
      ...['a@b.com', ' ', 'c%40d.org', '4242424242424242', '+12025550143', 'x', '10.1.1.1', '\n'],
      ...[
        '?token=abc123def',
        '&password=zzz',
        'ftp://u:p@h.example/',
        ', ',
        'tel 0171 1234567',
        '%',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const once = redact(parts.join(' ')).texts.description ?? '';

        const again = redact(once);

        expect(again.texts.description).toBe(once);
        expect(again.findings).toEqual([]);
      }),
    );
  });

  it('never changes a value, and leaves a text the indicator that it is about', () => {
    const value = 'phisher@evil.example';
    const email = { type: 'EMAIL_ADDRESS', value, raw: 'Phisher@evil.example' } as const;

    const { texts, findings } = screen(
      email,
      { description: `from PHISHER@evil.example to a@b.com` },
      rules,
    );

    expect(texts.description).toBe(`from PHISHER@evil.example to ${mask}`);
    expect(findings.map(({ field }) => field)).toEqual(['/description']);
  });

  it('of a value that shows something in its canonical form alone names all that was sent', () => {
    const raw = 'hxxps://kit[.]example/?e=a@b[.]example';
    const uri = { type: 'URI', value: 'https://kit.example/?e=a@b.example', raw } as const;

    expect(screen(uri, {}, rules).findings).toEqual([
      { kind: 'email', field: '/value', start: 25, end: raw.length, verdict: 'confirm' },
    ]);
  });
});
