/** A title and lines under heads, in columns; nothing where there are no lines. */
export function section(
  title: string,
  heads: readonly string[],
  lines: readonly (readonly string[])[],
): string[] {
  return lines.length > 0 ? ['', title, aligned([heads, ...lines])] : [];
}

function aligned(table: readonly (readonly string[])[]): string {
  const width = (at: number) => Math.max(...table.map((cells) => cells[at]?.length ?? 0));
  const widths = (table[0] ?? []).map((_, at) => width(at));
  const pad = (cell: string, at: number) =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return table.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n');
}

/** Three figures of it, or nothing. */
export function figure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
