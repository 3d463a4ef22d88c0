import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseDeployArguments } from '../lib/deploy-command';

const root = join(__dirname, '..');

function main(args: readonly string[]): number {
  const { stage, isDry, command } = parseDeployArguments(args);
  const shown = ['cdk', ...command].join(' ');
  if (isDry) {
    console.log(shown);
    return 0;
  }
  console.log(`deploying ${stage}: ${shown}`);
  // The CLI builds the bundles first: the `build` of cdk.json.
  const { status, error } = spawnSync('cdk', command, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
