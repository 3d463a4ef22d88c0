import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prepareAssembly } from '../bin/demo/assembly';
import { type Bundle, measureBundles } from './bundles';
import { judge } from './floors';
import { type Options, readOptions } from './options';
import { type Measured, runAll } from './run-all';
import { show } from './table';

const root = join(__dirname, '..');

async function main(): Promise<void> {
  const options = readOptions();
  const assembly = await prepareAssembly(root, say);
  const data = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  const clear = () => rmSync(data, { recursive: true, force: true, maxRetries: 20 });
  process.once('exit', clear);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const bundles = options.only ? [] : measureBundles(assembly, options.effort.loads);
  report(options, bundles, await runAll({ assembly, data, root, options, say }));
}

function report(
  { effort, json }: Options,
  bundles: readonly Bundle[],
  { rows, counted, values }: Measured,
): void {
  const floors = judge(rows);
  say(`\n${show({ rows, counted, bundles, floors })}`);
  const machine = { node: process.version, cores: availableParallelism() };
  const result = { effort: effort.name, machine, values, rows, counted, bundles, floors };
  mkdirSync(dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  say(`\nAll of it, and more: ${json}`);
}

function say(line: string): void {
  console.log(line);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(1);
});
