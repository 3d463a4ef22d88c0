import { parseArgs } from 'node:util';
import { type FunctionName, functionNames } from '../lib/functions';
import { type Effort, full, quick } from './effort';

export interface Options {
  readonly json: string;
  /** Workloads whose name begins with it; all without it. */
  readonly only: string | undefined;
  /** The function whose CPU is recorded while the workloads run. */
  readonly profile: FunctionName | undefined;
  readonly effort: Effort;
  /** How many are stored while it is measured, ascending; each in an exchange of its own. */
  readonly stored: readonly number[];
  /** Whether to keep what was counted, and to write it into the README. */
  readonly writesReadme: boolean;
}

/** What was asked cannot be done; the message says what can. */
export class UsageError extends Error {}

export const usage = `npm run bench -- [options]
  --stored N,N,…   how many are stored meanwhile (1000,10000,100000; with --quick or --profile 1000)
  --large [N]      one more (300000)
  --quick          less of everything
  --rounds N       how often each line is measured; it is the median that is told (3, with --quick 1)
  --only NAME      the workloads whose name begins so; watches: what is matched, with --large by 1000000 watches;
                   webhooks; graph (-searches, -updates): units of ThreatExchange's API beside the native one
  --profile NAME   records the CPU of a function: ${functionNames.join(', ')}
  --json FILE      where the result goes (.build/bench.json)
  --write-readme   keeps what was counted in bench/counted.json and in the README's table`;

const decades = [1000, 10_000, 100_000];
/** A page of a feed is 1,000, so that fewer would measure something else. */
const least = 1000;
const larger = 300_000;
const most = 900_000;
const mostRounds = 99;

export function readOptions(args: readonly string[]): Options {
  const { json, only, quick: isQuick, ...values } = parse(args);
  const profile = functionNames.find((name) => name === values.profile);
  if (values.profile && !profile) throw refused(`no function is called '${values.profile}'`);
  const writesReadme = values['write-readme'];
  if (writesReadme && (only !== undefined || profile)) {
    throw refused('--write-readme needs all workloads: without --only and --profile');
  }
  const usual = isQuick || profile ? [least] : decades;
  const chosen = values.stored === undefined ? usual : values.stored.split(',').map(storedOf);
  const added = values.large === undefined ? [] : [storedOf(values.large)];
  const stored = [...new Set([...chosen, ...added])].sort((a, b) => a - b);
  const effort = isQuick ? quick : full;
  const rounds =
    values.rounds === undefined ? effort.rounds : numberOf(values.rounds, [1, mostRounds]);
  return { json, only, profile, effort: { ...effort, rounds }, stored, writesReadme };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: args.map((arg, at) => (isBareLarge(arg, args[at + 1]) ? `${arg}=${larger}` : arg)),
      options: {
        json: { type: 'string', default: '.build/bench.json' },
        only: { type: 'string' },
        profile: { type: 'string' },
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        stored: { type: 'string' },
        large: { type: 'string' },
        'write-readme': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

function isBareLarge(arg: string, next = '--'): boolean {
  return arg === '--large' && next.startsWith('--');
}

function storedOf(text: string): number {
  return numberOf(text, [least, most]);
}

function numberOf(text: string, [from, to]: readonly [number, number]): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= from && count <= to) return count;
  throw refused(`'${text}' is no number from ${from} to ${to}`);
}

function refused(why: string): UsageError {
  return new UsageError(`${why}\n${usage}`);
}
