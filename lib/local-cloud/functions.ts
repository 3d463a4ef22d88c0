import type { Blueprint } from './blueprint';
import { FunctionLog } from './function-log';
import type { ServedFunction } from './lambda-api';
import { readFunction } from './local-function';
import { readMapping } from './mapping-settings';
import type { Teardown } from './teardown';
import { type HttpTarget, WorkerPool } from './worker-pool';

export interface FunctionsOptions {
  readonly data: string;
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of the functions that answer HTTP. */
  readonly http: ReadonlySet<string>;
}

const httpWorkers = 4;
const capLogsEveryMilliseconds = 10_000;

export interface Functions {
  readonly all: readonly ServedFunction[];
  /** By name or ARN, as the template refers to it. */
  invokerOf(nameOrArn: string): HttpTarget;
  stop(): Promise<void>;
}

/** Nothing starts before the first invocation. */
export function makeFunctions(
  blueprint: Blueprint,
  { data, environment, http }: FunctionsOptions,
  teardown: Teardown,
): Functions {
  const logs: FunctionLog[] = [];
  // By name.
  const pools = new Map<string, WorkerPool>();
  const all: ServedFunction[] = [];
  const atOnce = batchesAtOnce(blueprint);
  for (const resource of blueprint.ofType('AWS::Lambda::Function')) {
    const values = blueprint.properties(resource).values;
    const fn = readFunction(resource, values, blueprint.assembly, environment);
    const log = new FunctionLog(data, fn.name);
    logs.push(log);
    const ofWorker = fn.reservedConcurrency ?? atOnce.get(fn.name) ?? 1;
    const size = http.has(fn.arn) ? httpWorkers : ofWorker;
    const invoker = new WorkerPool(fn, size, log);
    pools.set(fn.name, invoker);
    all.push({ fn, invoker });
  }
  const timer = setInterval(() => {
    for (const log of logs) log.capSize();
  }, capLogsEveryMilliseconds);
  const stop = async () => {
    await Promise.all([...pools.values()].map((pool) => pool.stop()));
  };
  teardown.add(async () => {
    clearInterval(timer);
    await stop();
    for (const log of logs) log.close();
  });
  const invokerOf = (nameOrArn: string) => {
    const pool = pools.get(nameOf(nameOrArn));
    if (!pool) throw new Error(`the template has no function ${nameOrArn}`);
    return pool;
  };
  return { all, invokerOf, stop };
}

/** Of a queue's function, by its name: as many children as batches. */
function batchesAtOnce(blueprint: Blueprint): ReadonlyMap<string, number> {
  const mappings = blueprint
    .ofType('AWS::Lambda::EventSourceMapping')
    .map((resource) => readMapping(blueprint.properties(resource)));
  return new Map(mappings.map(({ functionArn, atOnce }) => [nameOf(functionArn), atOnce]));
}

/** A mapping refers to a function by either. */
function nameOf(nameOrArn: string): string {
  return nameOrArn.split(':').at(-1) ?? '';
}
