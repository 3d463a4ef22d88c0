import type { ExportRow } from './export-row';

const columns = [
  ...['type', 'value', 'status', 'confidence', 'tlp', 'tags', 'owners'],
  ...['firstSeenAt', 'lastChangedAt', 'expiresAt', 'indicatorId'],
] as const;

export function csvHeader(): string {
  return line(columns);
}

export function csvLine(row: ExportRow): string {
  const { tags, confidence, owners, expiresAt } = row;
  return line([
    ...[row.type, row.value, row.status, String(confidence ?? ''), row.tlp, tags.join(' ')],
    ...[String(owners), row.firstSeenAt, row.lastChangedAt, expiresAt ?? '', row.indicatorId],
  ]);
}

function line(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What spreadsheets take for a formula, in either width, and the blanks behind which they may look for one. */
const formula = /^(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

/** After OWASP: every cell is quoted, and one that a spreadsheet would calculate begins with an apostrophe. */
export function csvCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
