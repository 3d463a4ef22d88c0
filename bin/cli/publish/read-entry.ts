import { limits } from '../../../lambdas/core/descriptor';

export const secondColumns = ['tag', 'description', 'ignore'] as const;
export type SecondColumn = (typeof secondColumns)[number];

/** What one line says: a value to publish, nothing, or something that can't be sent. */
export type Entry =
  | {
      readonly kind: 'value';
      readonly value: string;
      readonly tag?: string;
      readonly description?: string;
    }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/** `secondColumn` says what the text after the first TAB is. */
export function readEntry(line: string, secondColumn: SecondColumn): Entry {
  const [first = '', second = ''] = line.split('\t', 2).map((column) => column.trim());
  if (line.trim() === '') return { kind: 'skipped' };
  if (first.startsWith('#')) return { kind: 'skipped' };
  if (first === '') {
    return { kind: 'refused', code: 'line.no_value', detail: 'There is no value before the TAB.' };
  }
  return withSecond(first, second, secondColumn);
}

/**
 * A title between the values of a report, `Hostnames:` or `Phishing URLs`: words only, with a colon at the
 * end or a space within. Asked only of a line that is no indicator.
 */
export function isHeading(line: string): boolean {
  const text = line.trim();
  return /^[\p{L}\d&,'() -]*\p{L}[\p{L}\d&,'() -]*:?$/u.test(text) && /[ :]/.test(text);
}

function withSecond(value: string, second: string, column: SecondColumn): Entry {
  if (second === '' || column === 'ignore') return { kind: 'value', value };
  if (column === 'description') return { kind: 'value', value, description: second };
  if (Buffer.byteLength(second) <= limits.tagBytes) return { kind: 'value', value, tag: second };
  return {
    kind: 'refused',
    code: 'line.tag_too_long',
    detail: `The second column is over ${limits.tagBytes} bytes; use --second-column description.`,
  };
}
