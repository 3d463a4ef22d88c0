import fc from 'fast-check';
import { render } from '../../../../lambdas/core/export/render';
import { indicatorTypes } from '../../../../lambdas/core/indicator/indicator-type';
import { aRow } from './rows';

const at = '2026-11-22T10:00:00.000Z';
const list = { format: 'list', comments: true } as const;
const rows = [
  aRow({ value: 'a.example', tlp: 'GREEN' }),
  aRow({ type: 'IP_ADDRESS', value: '192.0.2.1', tlp: 'AMBER' }),
  aRow({ type: 'IP_SUBNET', value: '192.0.2.0/24', tlp: 'CLEAR' }),
  aRow({ type: 'URI', value: 'https://a.example/x', tlp: 'AMBER' }),
  aRow({ type: 'HASH_MD5', value: 'd'.repeat(32) }),
  aRow({ type: 'CMD_LINE', value: 'rm', tlp: 'RED' }),
];

describe('a block list', () => {
  it('has a value a line under the strictest TLP of what is in it', () => {
    expect(render(rows, { ...list, kinds: ['ips', 'cidrs'] }, at)).toEqual({
      text: `# TLP:AMBER ${at}\n192.0.2.1\n192.0.2.0/24\n`,
      values: 2,
      tlp: 'AMBER',
    });
  });

  it.each([
    ['domains', 'a.example\n'],
    ['ips', '192.0.2.1\n'],
    ['cidrs', '192.0.2.0/24\n'],
    ['urls', 'https://a.example/x\n'],
    ['hashes', `${'d'.repeat(32)}\n`],
  ] as const)('of %s without comments is the values alone', (kind, text) => {
    expect(render(rows, { ...list, kinds: [kind], comments: false }, at).text).toBe(text);
  });

  it('of all kinds takes what is of none of them for nothing', () => {
    expect(render(rows, list, at)).toMatchObject({ values: 5, tlp: 'AMBER' });
  });

  it('names a value once', () => {
    expect(render([aRow(), aRow()], list, at).values).toBe(1);
  });

  it('makes no line but a value of any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'a.\n\r\t #\u2028\u0085/') });
    const values = fc.array(text, { maxLength: 5 });
    const type = fc.constantFrom(...indicatorTypes);

    fc.assert(
      fc.property(values, type, (texts, of) => {
        const made = render(
          texts.map((value) => aRow({ type: of, value })),
          { ...list, comments: false },
          at,
        );
        const lines = made.text.split('\n').slice(0, -1);

        expect(lines.every((line) => texts.includes(line) && !line.startsWith('#'))).toBe(true);
        expect(lines).toHaveLength(made.values);
      }),
    );
  });
});

describe('NDJSON', () => {
  it('is a row a line, each with its TLP', () => {
    const { text } = render(rows, { format: 'ndjson', comments: false }, at);
    const read = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));

    expect(read).toEqual(rows);
  });
});

describe('CSV', () => {
  it('begins with its columns, also without a row', () => {
    const { text } = render([], { format: 'csv', comments: false }, at);

    expect(text).toMatch(/^"type","value",.*"tlp".*\r\n$/);
  });
});
