import { parseArgs } from 'node:util';
import { type FunctionName, functionNames } from '../lib/functions';

export interface Options {
  readonly json: string;
  /** Workloads whose name begins with it; all without it. */
  readonly only: string | undefined;
  /** The function whose CPU is recorded while the workloads run. */
  readonly profile: FunctionName | undefined;
  readonly effort: Effort;
}

/** How much of each workload is run. */
export interface Effort {
  readonly name: 'quick' | 'default';
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly lagSeconds: number;
  /** Requests of a batch of 100 and of 1,000. */
  readonly batches: { readonly hundreds: number; readonly thousands: number };
  readonly heavyReads: number;
  readonly loads: number;
  readonly counted: number;
}

const full: Effort = {
  name: 'default',
  seconds: 8,
  warmUpSeconds: 3,
  lagSeconds: 15,
  batches: { hundreds: 25, thousands: 6 },
  heavyReads: 40,
  loads: 5,
  counted: 50,
};

const quick: Effort = {
  name: 'quick',
  seconds: 1,
  warmUpSeconds: 1,
  lagSeconds: 2,
  batches: { hundreds: 4, thousands: 1 },
  heavyReads: 5,
  loads: 1,
  counted: 10,
};

export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      json: { type: 'string', default: '.build/bench.json' },
      only: { type: 'string' },
      profile: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { json, only } = values;
  const profile = functionNames.find((name) => name === values.profile);
  if (values.profile && !profile) throw new Error(`functions: ${functionNames.join(', ')}`);
  return { json, only, profile, effort: values.quick ? quick : full };
}
