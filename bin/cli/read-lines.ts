import { isUtf8 } from 'node:buffer';

export const maxLineBytes = 16 * 1024;

export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly fault: 'line.too_long' | 'line.not_utf8' };

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = '\u{feff}';

export interface LineOptions {
  readonly longestBytes?: number;
  /** Bytes that are not UTF-8 are taken for Latin-1, in which at least the ASCII is right. */
  readonly anyEncoding?: boolean;
}

/** Lines of a byte stream, those of one chunk together. No line is held beyond the limit: memory is bounded. */
export async function* readLines(
  source: AsyncIterable<Buffer>,
  { longestBytes = maxLineBytes, anyEncoding = false }: LineOptions = {},
): AsyncGenerator<readonly Line[]> {
  const splitter = lineSplitter({ longestBytes, anyEncoding });
  for await (const chunk of source) {
    const lines = splitter.push(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last) yield [last];
}

function lineSplitter(options: Required<LineOptions>) {
  const { longestBytes } = options;
  let number = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isTooLong = false;

  const hold = (part: Buffer) => {
    if (part.length === 0) return;
    heldBytes += part.length;
    // One byte more: a carriage return does not count.
    isTooLong ||= heldBytes > longestBytes + 1;
    if (isTooLong) held = [];
    else held.push(part);
  };
  const take = (): Line => {
    number += 1;
    const line = isTooLong ? tooLong(number) : decode(number, Buffer.concat(held), options);
    [held, heldBytes, isTooLong] = [[], 0, false];
    return line;
  };

  return {
    push(chunk: Buffer): Line[] {
      const lines: Line[] = [];
      let start = 0;
      for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, start)) {
        hold(chunk.subarray(start, at));
        lines.push(take());
        start = at + 1;
      }
      hold(chunk.subarray(start));
      return lines;
    },
    end: () => (heldBytes > 0 ? take() : undefined),
  };
}

function tooLong(number: number): Line {
  return { number, fault: 'line.too_long' };
}

function decode(
  number: number,
  bytes: Buffer,
  { longestBytes, anyEncoding }: Required<LineOptions>,
): Line {
  const line = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
  if (line.length > longestBytes) return tooLong(number);
  const isText = isUtf8(line);
  if (!isText && !anyEncoding) return { number, fault: 'line.not_utf8' };
  const text = line.toString(isText ? 'utf8' : 'latin1');
  const isMarked = number === 1 && text.startsWith(byteOrderMark);
  return { number, text: isMarked ? text.slice(1) : text };
}
