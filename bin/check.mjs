// Lint, types and import law side by side: one after the other, each leaves a core idle for most of its time.
import { spawn } from 'node:child_process';

const checks = [
  'tsc --noEmit',
  'biome check --error-on-warnings .',
  'depcruise --config .dependency-cruiser.cjs bin lib lambdas test bench',
];

/** Says what it said once it has ended, so that no two get mixed. */
function passes(command) {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      process.stderr.write(`> ${command}\n${Buffer.concat(said)}\n`);
      resolve(code === 0);
    });
  });
}

const passed = await Promise.all(checks.map(passes));
if (passed.includes(false)) process.exitCode = 1;
