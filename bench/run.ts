import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { prepareAssembly } from '../bin/demo/assembly';
import { Blueprint } from '../lib/local-cloud/blueprint';
import { type Bundle, measureBundles } from './bundles';
import { choose } from './choose';
import { keepCounts } from './cost/keep-counts';
import { judge } from './floors';
import { runGraph } from './graph/run-graph';
import { fingerprint } from './load/fingerprint';
import { physicalTables } from './load/open-store';
import { type Options, readOptions, UsageError } from './options';
import { type Measured, runAll } from './run-all';
import { show } from './table';
import { benchValues } from './values';
import { judgeTimes, judgeUnits } from './verdicts';
import { benchWatches } from './watches';
import { runWebhooks } from './webhooks/run-webhooks';
import { newWorkplace } from './workplace';

const root = join(__dirname, '..');
const folder = join(root, '.build/bench');

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.only === 'watches') return benchWatches(options.stored.length > 3, say);
  const isOfWebhooks = options.only === 'webhooks';
  const isOfGraph = options.only?.startsWith('graph') ?? false;
  if (!isOfWebhooks && !isOfGraph) choose(options.only);
  const assembly = await prepareAssembly(root, say);
  if (isOfWebhooks) return runWebhooks({ assembly, workplace: newWorkplace(folder), say });
  const values = benchValues();
  const form = await fingerprint(root, physicalTables(new Blueprint(assembly)), values);
  const workplace = newWorkplace(folder);
  const bundles = options.only ? [] : measureBundles(assembly, options.effort.loads);
  const kept = { assembly, folder: join(folder, form), values, say };
  if (isOfGraph) return runGraph({ root, kept, workplace, options });
  report(options, bundles, await runAll({ root, kept, workplace, options }));
}

function report({ effort, json, writesReadme }: Options, bundles: Bundle[], measured: Measured) {
  const { rows, counted } = measured;
  const most = Math.max(...rows.map(({ stored }) => stored));
  const floors = judge(rows.filter(({ stored }) => stored === most));
  const verdicts = { floors, units: judgeUnits(counted), times: judgeTimes(rows) };
  const result = { ...measured, bundles, ...verdicts };
  say(show(result));
  const machine = { node: process.version, cores: availableParallelism() };
  mkdirSync(dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify({ effort: effort.name, machine, ...result }, null, 2)}\n`);
  say(`\nAll of it, and more: ${json}`);
  if (writesReadme) {
    keepCounts(root, counted);
    say('Kept in bench/counted.json, and written into README.md.');
  }
}

function say(line: string): void {
  console.log(line);
}

main().catch((error: unknown) => {
  const isTold = error instanceof UsageError || !(error instanceof Error);
  console.error(isTold ? `${error instanceof Error ? error.message : error}` : error.stack);
  process.exit(error instanceof UsageError ? 2 : 1);
});
