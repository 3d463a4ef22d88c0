import { join } from 'node:path';
import { prepareAssembly } from '../../bin/demo/assembly';
import { type Runner, runAllKills } from './kills';
import { type Options, readOptions } from './options';
import { soakAtLength } from './soak';
import { runStep } from './step';

const tasks = new Map<string, (options: Options, runner: Runner) => Promise<boolean>>([
  ['kills', runAllKills],
  ['step', runStep],
  ['soak', soakAtLength],
]);
const root = join(__dirname, '../..');

async function main(): Promise<boolean> {
  const options = readOptions();
  const run = tasks.get(options.task ?? '');
  if (!run) throw new Error(`npm run endure -- ${[...tasks.keys()].join('|')}`);
  return run(options, { assembly: await prepareAssembly(root, say), say });
}

function say(line: string): void {
  console.log(line);
}

main().then(
  (isWell) => process.exit(isWell ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exit(1);
  },
);
