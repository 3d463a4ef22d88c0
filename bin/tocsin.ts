import { version } from '../package.json';
import { runCommandLine } from './cli/run-command-line';

const stop = new AbortController();
let stoppedAt = Number.POSITIVE_INFINITY;

/** The first signal lets the command end well, a later one ends it; the launcher passes each on again. */
function interrupt(): void {
  if (performance.now() - stoppedAt > 1000) process.exit(130);
  stoppedAt = Math.min(stoppedAt, performance.now());
  stop.abort();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);

// The reader of a pipe has gone, as `| head` does: there is nobody left to write to.
process.stdout.on('error', () => process.exit());

const { stdin, stdout, stderr, env } = process;
const hasColour = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
const io = { stdin, stdout, stderr, env, hasColour, isTerminal: stderr.isTTY === true };

runCommandLine(process.argv.slice(2), { ...io, signal: stop.signal }, version).then(
  (exitCode) => {
    process.exitCode = exitCode;
    // What stdin still holds back must not keep the process.
    stdin.destroy();
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 4;
  },
);
