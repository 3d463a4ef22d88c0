import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readIndicator } from '../../lambdas/core/indicator/read-indicator';
import { findingKinds } from '../../lambdas/core/screen/finding';
import { screenRules } from '../../lambdas/core/screen/rules';
import type { Finding } from '../../lambdas/core/screen/screen';
import { screen } from '../../lambdas/core/screen/screen';

const everything = screenRules.parse(
  Object.fromEntries(findingKinds.map((kind) => [kind, { text: 'confirm', value: 'confirm' }])),
);
const nothing = { type: 'DOMAIN', value: 'evil.example', raw: 'evil.example' } as const;
const samplesOfKind = 12;

interface Tally {
  values: number;
  texts: number;
  readonly kinds: Map<string, number>;
  readonly samples: Map<string, string[]>;
}

/**
 * Screens real data: what reads as an indicator as a value, everything else that is in it as a text. It prints counts,
 * and samples to be judged by eye, evenly spread.
 */
export function screenFolder(folder: string): void {
  const tally: Tally = { values: 0, texts: 0, kinds: new Map(), samples: new Map() };
  const start = performance.now();
  for (const file of filesIn(folder)) for (const piece of piecesOf(file)) screenPiece(piece, tally);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${tally.values} values and ${tally.texts} texts in ${seconds} s`);
  for (const [kind, count] of [...tally.kinds].sort()) {
    console.log(`${kind.padEnd(26)} ${count}`);
    for (const sample of tally.samples.get(kind) ?? []) console.log(`    ${sample}`);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}

/** Every string of a JSON document, every cell or line of anything else. */
function piecesOf(file: string): Iterable<string> {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  if (['.json', '.stix2'].includes(extname(file))) return new Set(stringsIn(JSON.parse(text)));
  return new Set(text.split(/[\r\n\t]+|,(?=")|",/).map((piece) => piece.trim()));
}

function stringsIn(json: unknown): string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(stringsIn) : [];
}

function screenPiece(piece: string, tally: Tally): void {
  if (piece === '' || piece.length > 8192) return;
  const verdict = readIndicator(piece);
  const isValue = verdict.kind === 'indicator';
  const { findings } = isValue
    ? screen(verdict.indicator, {}, everything)
    : screen(nothing, { description: piece }, everything);
  tally[isValue ? 'values' : 'texts'] += 1;
  for (const finding of findings) count(isValue ? 'value' : 'text', finding, piece, tally);
}

function count(place: string, { kind, start, end }: Finding, piece: string, tally: Tally): void {
  const name = `${kind} in a ${place}`;
  const seen = (tally.kinds.get(name) ?? 0) + 1;
  tally.kinds.set(name, seen);
  const shown = `${piece.slice(Math.max(0, start - 30), start)}«${piece.slice(start, end)}»${piece.slice(end, end + 20)}`;
  const samples = tally.samples.get(name) ?? [];
  // Ever rarer, so that late ones are among them too.
  if (samples.length < samplesOfKind) samples.push(shown);
  else if (seen % (1 + samplesOfKind * 7) === 0) samples[seen % samplesOfKind] = shown;
  tally.samples.set(name, samples);
}
