import { join } from 'node:path';
import { prepareAssembly } from '../../bin/demo/assembly';
import { runAllKills } from './kills';
import { readOptions } from './options';
import { runStep } from './step';

const root = join(__dirname, '../..');

async function main(): Promise<boolean> {
  const { task, ...options } = readOptions();
  if (task !== 'kills' && task !== 'step') {
    throw new Error('npm run endure -- kills|step|soak');
  }
  const runner = { assembly: await prepareAssembly(root, say), say };
  return task === 'kills' ? runAllKills(options, runner) : runStep(options, runner);
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
