import { isHeading, readEntry } from '../../../bin/cli/publish/read-entry';

describe('readEntry', () => {
  it.each([
    ['evil.example', { value: 'evil.example' }],
    [' evil[.]example ', { value: 'evil[.]example' }],
    ['1.2.3.4:80\tmalicious/family', { value: '1.2.3.4:80', tag: 'malicious/family' }],
    [
      '185.178.209[.]193\tCobalt Strike C2\t',
      { value: '185.178.209[.]193', tag: 'Cobalt Strike C2' },
    ],
    ['evil.example\t\t\t', { value: 'evil.example' }],
    ['Global Mutex\tfamily', { value: 'Global Mutex', tag: 'family' }],
    ['phishing', { value: 'phishing' }],
  ])('reads a value from %j', (line, expected) => {
    expect(readEntry(line, 'tag')).toEqual({ kind: 'value', ...expected });
  });

  it.each(['', '\t \t', '# Reference: https://example.com'])('skips %j', (line) => {
    expect(readEntry(line, 'tag')).toEqual({ kind: 'skipped' });
  });

  it.each([
    ['\ttag', 'line.no_value'],
    [`evil.example\t${'é'.repeat(65)}`, 'line.tag_too_long'],
  ])('refuses %j', (line, code) => {
    expect(readEntry(line, 'tag')).toMatchObject({ kind: 'refused', code });
  });

  it.each([
    ['description', { description: 'a note' }],
    ['ignore', {}],
  ] as const)('takes the second column as %s where it is told to', (secondColumn, expected) => {
    const entry = readEntry('evil.example\ta note', secondColumn);

    expect(entry).toEqual({ kind: 'value', value: 'evil.example', ...expected });
  });
});

describe('isHeading', () => {
  it.each(['Hostnames:', 'Scam and Phishing URLs', ' Trickbot Campaign 1\t'])('is %j', (line) => {
    expect(isHeading(line)).toBe(true);
  });

  it.each(['phishing', 'evil.example is bad', 'HASH;COMMENT', 'soc[xxxxx]it', '1 2', 'a/b c'])(
    'is not %j',
    (line) => {
      expect(isHeading(line)).toBe(false);
    },
  );
});
