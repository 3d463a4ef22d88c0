import fc from 'fast-check';
import { extractIndicators } from '../../../lambdas/core/extract/extract-indicators';
import { wholeLines } from '../../../lambdas/core/extract/quoted-printable';

const sha256 = 'a1'.repeat(32);
const found = (text: string) =>
  extractIndicators(text).map(({ type, value }) => `${type ?? '?'} ${value}`);

describe('extractIndicators', () => {
  it.each<[string, string, string[]]>([
    [
      'a defanged URL in a sentence',
      'see hxxps://evil[.]example/a?b=1), then run.',
      ['URI https://evil.example/a?b=1', 'DOMAIN evil.example'],
    ],
    [
      'a bracket that was opened within',
      '(http://x.example/a_(b)).',
      ['URI http://x.example/a_(b)', 'DOMAIN x.example'],
    ],
    [
      '[dot], (dot) and blanks',
      'a[dot]example b(dot)example c[ . ]example',
      ['DOMAIN a.example', 'DOMAIN b.example', 'DOMAIN c.example'],
    ],
    [
      'blanks round a defanged dot',
      'from d [.] example and hxxp://e [dot] example/x, then (.) 1 [.] 2',
      ['DOMAIN d.example', 'URI http://e.example/x', 'DOMAIN e.example'],
    ],
    [
      'half a defanging',
      'onmicrosoft[.c]om evil[.com',
      ['DOMAIN onmicrosoft.com', 'DOMAIN evil.com'],
    ],
    [
      'a defanged @',
      'to user [at] evil[.]example',
      ['EMAIL_ADDRESS user@evil.example', 'DOMAIN evil.example'],
    ],
    [
      'a port in brackets',
      'hxxp[:]//192.0.2[.]216[:]16443',
      ['URI http://192.0.2.216:16443/', 'IP_ADDRESS 192.0.2.216'],
    ],
    [
      'slashes in brackets',
      'https[://]192[.]0[.]2[.]45/2W',
      ['URI https://192.0.2.45/2W', 'IP_ADDRESS 192.0.2.45'],
    ],
    [
      'key=value',
      'src=192.0.2.1 dst=192.0.2.2:443',
      ['IP_ADDRESS 192.0.2.1', 'IP_PORT 192.0.2.2:443', 'IP_ADDRESS 192.0.2.2'],
    ],
    [
      'key:value',
      `host:evil.example, SHA256:${sha256.toUpperCase()}`,
      ['DOMAIN evil.example', `HASH_SHA256 ${sha256}`],
    ],
    ['an arrow', '192.0.2.1->192.0.2.2', ['IP_ADDRESS 192.0.2.1', 'IP_ADDRESS 192.0.2.2']],
    [
      'IPv6 with and without a port',
      '[2001:db8::2]:3478 2001:DB8:0::3',
      ['IP_PORT [2001:db8::2]:3478', 'IP_ADDRESS 2001:db8::2', 'IP_ADDRESS 2001:db8::3'],
    ],
    ['a subnet, its host bits cleared', 'block 192.0.2.9/24;', ['IP_SUBNET 192.0.2.0/24']],
    [
      'JSON with escapes',
      String.raw`{"u":"https:\/\/evil.example\/x\u0026y","v":"a.example\nb.example"}`,
      [
        'URI https://evil.example/x&y',
        'DOMAIN evil.example',
        'DOMAIN a.example',
        'DOMAIN b.example',
      ],
    ],
    [
      'HTML',
      '<a href="http://u.example/?a=1&amp;b=2">',
      ['URI http://u.example/?a=1&b=2', 'DOMAIN u.example'],
    ],
    [
      'two URLs in one cell',
      'http://a.example/x,http://b.example/y',
      ['URI http://a.example/x', 'DOMAIN a.example', 'URI http://b.example/y', 'DOMAIN b.example'],
    ],
    [
      'a URL before a column',
      'http://a.example/x,phishing',
      ['URI http://a.example/x,phishing', 'DOMAIN a.example', 'URI http://a.example/x'],
    ],
    [
      'a link of Markdown',
      '[text](https://m.example/a)',
      ['URI https://m.example/a', 'DOMAIN m.example'],
    ],
    [
      'a mail link',
      'mailto:foo@bar.example?subject=x',
      ['EMAIL_ADDRESS foo@bar.example', 'DOMAIN bar.example'],
    ],
    [
      'a trailing dot and quotes',
      '"asu12.store.", \'x.example\'.',
      ['DOMAIN asu12.store', 'DOMAIN x.example'],
    ],
    ['an IDN', 'тест.рф', ['DOMAIN xn--e1aybc.xn--p1ai']],
    ['a value twice in a line', 'a.example a[.]example', ['DOMAIN a.example']],
    ['a file that may be a domain', 'open form.zip', ['? form.zip']],
  ])('finds %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    ['versions', '1.2.3.4.5 v1.2.3.4 120.0.6099.71 Chrome/120.0.0.0 HTTP/1.1'],
    ['times', '2026-11-22T10:00:00.123Z 22/Nov/2026:10:00:00 +0100 10:00:00'],
    ['files', 'arkene.exe /var/log/app.log C:\\temp\\new.com \\\\srv\\share'],
    ['names of programs', 'java.lang.String std::string abe::ada e.g. i.e.'],
    ['hardware addresses', 'aa:bb:cc:dd:ee:ff aa:bb:cc:dd:ee:ff:00:11'],
    ['what is masked', 'http://p[blocked]h.com/ http://{host}/x'],
  ])('takes no %s for indicators', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it('finds any domain again, whatever punctuation of a sentence is round it', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);
    const before = fc.constantFrom('', '(', '"', '<', '[', 'see ', 'host=', 'x:', '* ');
    const after = fc.constantFrom('', '.', ',', ')', '"', '>', ']', '!', '?', ';', ' is');
    fc.assert(
      fc.property(name, before, after, (label, left, right) => {
        expect(found(`${left}${label}[.]example${right}`)).toContain(`DOMAIN ${label}.example`);
      }),
    );
  });

  it.each(['[', '(.)', '[.', 'a.', ':', '\\', 'http://', '[at] ', '::', '=3D'])(
    'takes its time in proportion to a line of %j',
    (unit) => {
      const startedAt = performance.now();

      extractIndicators(unit.repeat(Math.ceil(100_000 / unit.length)));

      expect(performance.now() - startedAt).toBeLessThan(3000);
    },
  );
});

describe('wholeLines', () => {
  it('joins and decodes what quoted-printable broke, and nothing outside of its part', () => {
    const whole = wholeLines();
    const lines = [
      'a=',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'go to http://evil.exa=',
      'mple/?a=3D1 now',
      'end',
      '--boundary',
      'b=3D',
    ];

    const texts = lines.flatMap((line, at) => whole.push(at + 1, line));

    expect([...texts, ...whole.end()]).toEqual([
      { number: 1, text: 'a=' },
      { number: 2, text: 'Content-Transfer-Encoding: quoted-printable' },
      { number: 3, text: '' },
      { number: 4, text: 'go to http://evil.example/?a=1 now' },
      { number: 6, text: 'end' },
      { number: 7, text: '--boundary' },
      { number: 8, text: 'b=3D' },
    ]);
  });
});
