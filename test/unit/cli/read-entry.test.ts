import { type LineRules, readEntry } from '../../../bin/cli/publish/read-entry';

const rules: LineRules = { secondColumn: 'tag', isTyped: false };

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
    expect(readEntry(line, rules)).toEqual({ kind: 'value', ...expected });
  });

  it.each([
    ['', 'blank'],
    ['\t \t', 'blank'],
    ['# Reference: https://example.com', 'comment'],
    ['Hostnames:', 'heading'],
    ['Scam and Phishing URLs', 'heading'],
    ['Trickbot Campaign 1', 'heading'],
  ])('skips %j as %s', (line, reason) => {
    expect(readEntry(line, rules)).toEqual({ kind: 'skipped', reason });
  });

  it('skips no heading where the type is given', () => {
    expect(readEntry('Global Mutex', { ...rules, isTyped: true })).toMatchObject({ kind: 'value' });
  });

  it.each([
    ['\ttag', 'line.no_value'],
    [`evil.example\t${'é'.repeat(65)}`, 'line.tag_too_long'],
  ])('refuses %j', (line, code) => {
    expect(readEntry(line, rules)).toMatchObject({ kind: 'refused', code });
  });

  it.each([
    ['description', { description: 'a note' }],
    ['ignore', {}],
  ] as const)('takes the second column as %s where it is told to', (secondColumn, expected) => {
    const entry = readEntry('evil.example\ta note', { ...rules, secondColumn });

    expect(entry).toEqual({ kind: 'value', value: 'evil.example', ...expected });
  });
});
