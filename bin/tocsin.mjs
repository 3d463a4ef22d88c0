#!/usr/bin/env node
// Runs on whatever Node npx found, perhaps before node_modules exists: built-in modules only.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

await import('./setup.mjs');

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '..', 'node_modules');
const node = join(packages, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const isWindows = process.platform === 'win32';
const loader = pathToFileURL(join(packages, 'tsx', 'dist', 'loader.mjs')).href;
const args = ['--disable-warning=ExperimentalWarning', '--import', loader, join(here, 'tocsin.ts')];
const child = spawn(node, [...args, ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: isWindows,
});

// A terminal sends ^C to both: the child takes a second one that comes at once for the same.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`tocsin could not start ${node}: ${error.message}`);
  process.exitCode = 4;
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15);
});
