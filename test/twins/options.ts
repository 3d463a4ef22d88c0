import { parseArgs } from 'node:util';

export interface Options {
  readonly task: string;
  readonly worlds: number;
  readonly seed: number;
  readonly processes: number;
  readonly pairs: number;
  /** Only sites whose name contains it. */
  readonly only: string;
  /** Only sites that are bent so. */
  readonly bend: string;
}

export function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      worlds: { type: 'string', default: '500' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      processes: { type: 'string', default: '2' },
      pairs: { type: 'string', default: '50000' },
      only: { type: 'string', default: '' },
      bend: { type: 'string', default: '' },
    },
  });
  const whole = (name: Exclude<keyof typeof values, 'only' | 'bend'>) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new Error(`--${name} must be a whole number above 0`);
  };
  return {
    task: positionals[0] ?? 'worlds',
    ...{ worlds: whole('worlds'), seed: whole('seed'), processes: whole('processes') },
    ...{ pairs: whole('pairs'), only: values.only, bend: values.bend },
  };
}
