import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Text of others for a terminal: what could move the cursor, hide or turn text is shown as an escape. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** One line, waiting where the reader at the other end is slow. */
export async function print(stream: Writable, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain');
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

export type Paint = (text: string, style: keyof typeof codes) => string;

export function painter(hasColour: boolean): Paint {
  return (text, style) => (hasColour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}
