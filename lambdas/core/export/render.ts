import type { Tlp } from '../tlp-rules';
import { type ListKind, listHeader, listLine, strictestOf } from './block-list';
import { csvHeader, csvLine } from './csv';
import type { ExportRow } from './export-row';

export const exportFormats = ['ndjson', 'csv', 'list'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  list: 'text/plain; charset=utf-8',
};

export interface Rendering {
  readonly format: ExportFormat;
  /** Of a block list; all of them where none is named. */
  readonly kinds?: readonly ListKind[] | undefined;
  /** Whether who reads a block list skips lines that begin with #. */
  readonly comments: boolean;
}

export interface Rendered {
  readonly text: string;
  readonly values: number;
  /** The strictest of what is in it. */
  readonly tlp: Tlp;
}

/** Rows as text; `at` is told in the header of a block list. */
export function render(rows: readonly ExportRow[], how: Rendering, at: string): Rendered {
  const lines = rows
    .map((row) => ({ row, line: lineOf(row, how) }))
    .filter(({ line }) => line !== '');
  const tlp = strictestOf(lines.map(({ row }) => row));
  const body = [...new Set(lines.map(({ line }) => line))];
  return { text: headOf(how, tlp, at) + body.join(''), values: body.length, tlp };
}

/** A row as it is written; nothing where a block list does not take it. */
export function lineOf(row: ExportRow, { format, kinds }: Rendering): string {
  if (format === 'csv') return csvLine(row);
  return format === 'ndjson' ? `${JSON.stringify(row)}\n` : listLine(row, kinds);
}

function headOf({ format, comments }: Rendering, tlp: Tlp, at: string): string {
  if (format === 'csv') return csvHeader();
  return format === 'list' && comments ? listHeader(tlp, at) : '';
}
