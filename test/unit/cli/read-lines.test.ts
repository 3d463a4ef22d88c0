import { maxLineBytes, readLines } from '../../../bin/cli/read-lines';

async function linesOf(...chunks: (string | Buffer)[]) {
  async function* bytes() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines = [];
  for await (const some of readLines(bytes())) lines.push(...some);
  return lines.map((line) => ('text' in line ? line.text : line.fault));
}

describe('readLines', () => {
  it.each([
    ['nothing', [''], []],
    ['a last line without its end', ['a\nb'], ['a', 'b']],
    ['an end without a line after it', ['a\nb\n'], ['a', 'b']],
    ['blank lines', ['\n\na\n'], ['', '', 'a']],
    ['Windows line ends', ['a\r\nb\r\n'], ['a', 'b']],
    ['a line end cut in two', ['a\r', '\nb'], ['a', 'b']],
    ['a line in many chunks', ['ex', 'amp', 'le\n'], ['example']],
    ['a byte order mark', ['\u{feff}a\n\u{feff}b'], ['a', '\u{feff}b']],
  ])('reads %s', async (_, chunks, expected) => {
    expect(await linesOf(...chunks)).toEqual(expected);
  });

  it('joins a letter that two chunks share', async () => {
    const bytes = Buffer.from('é\n');

    expect(await linesOf(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['é']);
  });

  it('tells a line that is not UTF-8 and goes on', async () => {
    const lines = await linesOf('a\n', Buffer.from([0xff, 0xfe, 0x0a]), 'b\n');

    expect(lines).toEqual(['a', 'line.not_utf8', 'b']);
  });

  it.each([
    [maxLineBytes, '\n', 'x'.repeat(maxLineBytes)],
    [maxLineBytes, '\r\n', 'x'.repeat(maxLineBytes)],
    [maxLineBytes + 1, '\n', 'line.too_long'],
    [50 * maxLineBytes, '\r\n', 'line.too_long'],
  ])('takes a line of %d bytes before %j for what it is', async (length, end, expected) => {
    const pieces = Array.from({ length: Math.ceil(length / 1000) }, (_, at) =>
      'x'.repeat(Math.min(1000, length - at * 1000)),
    );

    expect(await linesOf(...pieces, end, 'next')).toEqual([expected, 'next']);
  });
});
