import type { Bundle } from './bundles';
import type { Counted, Counts } from './count';
import type { FloorResult } from './floors';
import type { Row } from './workload';

export interface Result {
  readonly rows: readonly Row[];
  readonly counted: Readonly<Record<string, Counted>>;
  readonly bundles: readonly Bundle[];
  readonly floors: readonly FloorResult[];
}

const heads = [
  'operation',
  'ops/s',
  'p50 ms',
  'p99 ms',
  'trips',
  'read u.',
  'write u.',
  'fn ms',
  'engine ms',
  'gateway ms',
];

/** What people read; the JSON holds the same and more. */
export function show({ rows, counted, bundles, floors }: Result): string {
  const lines = rows.map((row) => cellsOf(row, countsOf(row.name, counted)));
  return [
    aligned([heads, ...lines]),
    '',
    'trips and units: of one operation, counted by the engine in a run of their own.',
    'fn: CPU of the function that answers; of the indexer where it says indexed, and for lag (of both',
    'changes of its descriptor; trips and units: of one change, as singles are indexed).',
    'engine and gateway: CPU of both meanwhile, whoever caused it.',
    ...section([
      ['bundle', 'KB', 'load ms'],
      ...bundles.map((one) => [one.name, String(one.kilobytes), figure(one.loadMilliseconds)]),
    ]),
    ...section([
      ['floor', 'asked', 'measured', 'ratio', ''],
      ...floors.map(({ text, bound, measured, ratio }) => {
        const verdict = ratio >= 1 ? 'met' : 'NOT MET';
        return [text, String(bound), figure(measured), figure(ratio), verdict];
      }),
    ]),
  ].join('\n');
}

/** An `index-…` line counts what the indexer did for the workload that it names; lag is of singles. */
function countsOf(name: string, counted: Result['counted']): Counts | undefined {
  if (name === 'lag') return counted['publish-1']?.index;
  const [, causedBy] = /^index-(?:while|after)-(.+)$/.exec(name) ?? [];
  return causedBy ? counted[causedBy]?.index : counted[name]?.own;
}

function cellsOf(row: Row, counts: Counts | undefined): string[] {
  const { title, perSecond, p50, p99, cpu } = row;
  const { roundTrips, readUnits, writeUnits } = counts ?? {};
  const figures = [p50, p99, roundTrips, readUnits, writeUnits];
  const costs = [cpu?.function, cpu?.engine, cpu?.gateway];
  return [title, figure(perSecond), ...[...figures, ...costs].map(figure)];
}

function figure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

function section(table: readonly (readonly string[])[]): string[] {
  return table.length > 1 ? ['', aligned(table)] : [];
}

function aligned(table: readonly (readonly string[])[]): string {
  const width = (at: number) => Math.max(...table.map((cells) => cells[at]?.length ?? 0));
  const widths = (table[0] ?? []).map((_, at) => width(at));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return table.map(line).join('\n');
}
