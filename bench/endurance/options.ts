import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

export interface Options {
  readonly task: string | undefined;
  readonly seed: number;
  /** Where the data folders are made. */
  readonly folder: string;
  readonly descriptors: number;
  readonly kills: number;
  readonly runs: number;
  readonly minutes: number;
  readonly seconds: number;
}

export function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      folder: { type: 'string', default: tmpdir() },
      descriptors: { type: 'string', default: '5000' },
      kills: { type: 'string', default: '20' },
      runs: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '30' },
      seconds: { type: 'string', default: '60' },
    },
  });
  const whole = (name: Exclude<keyof typeof values, 'folder'>) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new Error(`--${name} must be a whole number above 0`);
  };
  return {
    task: positionals[0],
    folder: values.folder,
    ...{ seed: whole('seed'), runs: whole('runs'), minutes: whole('minutes') },
    ...{ descriptors: whole('descriptors'), kills: whole('kills'), seconds: whole('seconds') },
  };
}
