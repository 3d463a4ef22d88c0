import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { Blueprint } from '../lib/local-cloud/blueprint';
import { type LocalFunction, readFunction } from '../lib/local-cloud/local-function';
import { percentile, sorted } from './drive';
import { functionName } from './function-name';

export interface Bundle {
  readonly name: string;
  readonly kilobytes: number;
  /** Median of what a fresh process takes to require it. */
  readonly loadMilliseconds: number;
}

export function measureBundles(assembly: string, loads: number): Bundle[] {
  const blueprint = new Blueprint(assembly);
  return blueprint.ofType('AWS::Lambda::Function').map((resource) => {
    const { values } = blueprint.properties(resource);
    const fn = readFunction(resource, values, blueprint.assembly, {});
    const times = sorted(Array.from({ length: loads }, () => load(fn)));
    return {
      name: functionName(fn.name),
      kilobytes: Math.ceil(statSync(fn.file).size / 1024),
      loadMilliseconds: percentile(times, 0.5),
    };
  });
}

function load({ file, environment }: LocalFunction): number {
  const script = `
    const began = performance.now();
    require(${JSON.stringify(file)});
    process.stdout.write(String(performance.now() - began), () => process.exit());
  `;
  // What it would ask of AWS on its start has nobody to answer; that is not waited for.
  const env = { ...environment, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  return Number(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }));
}
