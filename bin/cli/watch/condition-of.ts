import { valueFields } from '../../../lambdas/core/watch/condition';
import { type Arguments, type Io, usage } from '../command';
import { openInput } from '../open-input';
import { wholeNumber } from '../option-values';
import { readLines } from '../read-lines';

/** A condition as the API takes it, and what of its one long list is sent after it. */
export interface ReadCondition {
  readonly condition: Readonly<Record<string, unknown>>;
  readonly field: string;
  readonly pieces: readonly (readonly string[])[];
}

const valuesAtOnce = 2000;
const lists = {
  ...{ exact: 'exact', below: 'below', inside: 'inside', contains: 'contains' },
  ...{ tag: 'tags', type: 'types', owner: 'owners', audience: 'audiences' },
} as const;

/** What the options say; a file goes in pieces. */
export async function conditionOf(args: Arguments, io: Io): Promise<ReadCondition> {
  const field = args.one('into') ?? 'below';
  if (!valueFields.some((known) => known === field)) {
    throw usage(`--into is one of ${valueFields.join(', ')}`);
  }
  const file = args.one('file');
  const values = file === undefined ? [] : await linesOf(file, io);
  const said = Object.entries(lists).flatMap(([option, name]) => {
    const given = [...args.all(option), ...(name === field ? values : [])];
    return given.length > 0 ? [[name, given] as const] : [];
  });
  const confidence = wholeNumber(args, 'confidence-at-least', { least: 0, most: 100 });
  const condition = {
    ...Object.fromEntries(said),
    ...textOf(args, 'status-at-least', 'statusAtLeast'),
    ...textOf(args, 'severity-at-least', 'severityAtLeast'),
    ...(confidence === undefined ? {} : { confidenceAtLeast: confidence }),
    ...(args.has('mine') ? { mine: true } : {}),
  };
  return inPieces(condition, field);
}

function inPieces(condition: Record<string, unknown>, field: string): ReadCondition {
  const all = (condition[field] ?? []) as readonly string[];
  const pieces: string[][] = [];
  for (let at = valuesAtOnce; at < all.length; at += valuesAtOnce) {
    pieces.push(all.slice(at, at + valuesAtOnce));
  }
  const first = all.length > 0 ? { [field]: all.slice(0, valuesAtOnce) } : {};
  return { condition: { ...condition, ...first }, field, pieces };
}

function textOf(args: Arguments, option: string, name: string) {
  const text = args.one(option);
  return text === undefined ? {} : { [name]: text };
}

async function linesOf(file: string, io: Io): Promise<string[]> {
  const values: string[] = [];
  for await (const lines of readLines((await openInput(file, io)).bytes)) {
    for (const line of lines) {
      if ('fault' in line) throw usage(`${file}, line ${line.number}: ${line.fault}`);
      if (line.text.trim() !== '' && !line.text.startsWith('#')) values.push(line.text.trim());
    }
  }
  return values;
}
