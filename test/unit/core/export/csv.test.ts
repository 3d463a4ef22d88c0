import fc from 'fast-check';
import { csvCell, csvHeader, csvLine } from '../../../../lambdas/core/export/csv';
import { aRow } from './rows';

/** What a reader of RFC 4180 makes of it. */
function cellsOf(csv: string): string[][] {
  const rows = csv.match(/(?:"(?:[^"]|"")*",?)+\r\n/g) ?? [];
  return rows.map((row) =>
    [...row.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replaceAll('""', '"')),
  );
}

describe('csvCell', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    [' =1', `"' =1"`],
    ['\uff1d1', `"'\uff1d1"`],
    [`=HYPERLINK("https://a.example","x")`, `"'=HYPERLINK(""https://a.example"",""x"")"`],
    ['","=1', '""",""=1"'],
    ['https://a.example/?q=1', '"https://a.example/?q=1"'],
    ['evil.example', '"evil.example"'],
    ['b\u00fccher', '"b\u00fccher"'],
    ['', '""'],
  ])('makes of %j %s', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('gives no cell that begins a formula, whatever is in it', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n ",;|\'a\uff1d\uff20') });

    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        const [cell = ''] = cellsOf(`${csvCell(text)}\r\n`).flat();

        expect(cell).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u);
        expect(cell.replace(/^'/, '')).toBe(text.replace(/^'/, ''));
      }),
    );
  });
});

describe('csvLine', () => {
  it('has as many cells as the header, whatever its owner wrote', () => {
    const [header = []] = cellsOf(csvHeader());
    const text = fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n ",;\'a') });

    fc.assert(
      fc.property(text, fc.array(text), (value, tags) => {
        const [row = []] = cellsOf(csvLine(aRow({ value, tags })));

        expect(row).toHaveLength(header.length);
        expect(row.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      }),
    );
  });
});
