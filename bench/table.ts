import type { Bundle } from './bundles';
import { pricesShown } from './cost/prices-shown';
import type { FloorResult } from './floors';
import type { SizedRow } from './rounds';
import type { Measured, Storage } from './run-all';
import { figure, section } from './text-table';
import type { Flatness, UnitVerdict, Verdict } from './verdicts';

export interface Result extends Measured {
  readonly bundles: readonly Bundle[];
  readonly floors: readonly FloorResult[];
  readonly units: readonly UnitVerdict[];
  readonly times: readonly Verdict[];
}

/** What people read; the JSON holds the same and more. */
export function show(result: Result): string {
  const { rows, storages, bundles, floors, units, times } = result;
  return [
    ...section('Times and CPU: medians of the rounds', timeHeads, rows.map(timeCells)),
    '',
    'fn: CPU of the function that answers; of the indexer where it says indexed, and for lag. engine and',
    'gateway: of both meanwhile, whoever caused it. all: of all processes, until what was written is indexed.',
    ...section('Units, counted by the engine', unitHeads, units.flatMap(unitCells)),
    ...section('With what is stored', flatHeads, times.map(flatCells)),
    ...section('Memory at most, MB', ['process', ...sizesOf(rows).map(String)], memoryCells(rows)),
    ...section('Stored', storageHeads, storages.map(storageCells)),
    ...section('Bundle', ['function', 'KB', 'load ms'], bundles.map(bundleCells)),
    ...section(
      'Floor',
      ['with most stored', 'asked', 'measured', 'ratio', ''],
      floors.map(floorCells),
    ),
    ...pricesShown(result),
  ].join('\n');
}

const timeHeads = [
  'operation',
  'stored',
  'ops/s',
  'p50 ms',
  'p99 ms',
  'fn ms',
  'engine',
  'gateway',
  'all',
];

function timeCells({ title, stored, perSecond, p50, p99, cpu }: SizedRow): string[] {
  const costs = [cpu?.function, cpu?.engine, cpu?.gateway, cpu?.whole];
  return [title, String(stored), ...[perSecond, p50, p99, ...costs].map(figure)];
}

const unitHeads = ['operation', 'stored', 'trips', 'read units', 'write units', ''];

/** One line where all are equal; else one for each. */
function unitCells({ name, isEqual, isFlat, counts }: UnitVerdict): string[][] {
  const sizes = Object.entries(counts);
  const shown = isEqual ? sizes.slice(0, 1) : sizes;
  const verdict = sizes.length < 2 ? '' : isEqual ? 'equal' : isFlat ? 'within 20 %' : 'NOT FLAT';
  return shown.map(([stored, { roundTrips, readUnits, writeUnits }]) => [
    name,
    isEqual ? sizes.map(([size]) => size).join(', ') : stored,
    ...[roundTrips, readUnits, writeUnits].map(figure),
    verdict,
  ]);
}

const flatHeads = ['operation', 'p50', 'its rounds', '', 'CPU', 'its rounds', ''];

function flatCells({ title, p50, cpu }: Verdict): string[] {
  return [title.trim(), ...ratioCells(p50), ...ratioCells(cpu)];
}

function ratioCells(flatness: Flatness | undefined): string[] {
  if (!flatness) return ['', '', ''];
  const { ratio, noise, isFlat } = flatness;
  return [
    `×${ratio.toFixed(2)}`,
    `×${noise.toFixed(2)}`,
    isFlat ? 'within 20 %' : 'NOT WITHIN 20 %',
  ];
}

function sizesOf(rows: readonly SizedRow[]): number[] {
  return [...new Set(rows.map(({ stored }) => stored))];
}

function memoryCells(rows: readonly SizedRow[]): string[][] {
  const roles = new Set(rows.flatMap(({ peaks }) => Object.keys(peaks)));
  return [...roles].map((role) => [
    role,
    ...sizesOf(rows).map((size) => {
      const ofSize = rows.filter(({ stored }) => stored === size);
      return figure(Math.max(...ofSize.map(({ peaks }) => peaks[role] ?? 0)));
    }),
  ]);
}

const storageHeads = ['descriptors', 'bytes each', 'loaded in s', 'at the end'];

function storageCells({ stored, bytesPerDescriptor, loadSeconds, storedAtTheEnd }: Storage) {
  return [stored, Math.round(bytesPerDescriptor), loadSeconds, storedAtTheEnd].map(figure);
}

function bundleCells({ name, kilobytes, loadMilliseconds }: Bundle): string[] {
  return [name, String(kilobytes), figure(loadMilliseconds)];
}

function floorCells({ text, bound, measured, ratio }: FloorResult): string[] {
  return [text, String(bound), figure(measured), figure(ratio), ratio >= 1 ? 'met' : 'NOT MET'];
}
