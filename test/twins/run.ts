import { tryMutants } from './mutants';
import { type Options, readOptions } from './options';
import { tryTiming } from './timing';
import { tryWorlds } from './worlds';

const tasks = new Map<string, (options: Options, say: (line: string) => void) => Promise<boolean>>([
  ['worlds', tryWorlds],
  ['mutants', tryMutants],
  ['timing', tryTiming],
]);

async function main(): Promise<boolean> {
  const options = readOptions();
  const run = tasks.get(options.task);
  if (!run) throw new Error(`npm run twins -- ${[...tasks.keys()].join('|')}`);
  return run(options, (line) => process.stdout.write(`${line}\n`));
}

main().then(
  (isWell) => process.exit(isWell ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    process.exit(1);
  },
);
