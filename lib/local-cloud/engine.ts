import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './port';
import { supervise } from './supervise';

export interface Engine {
  readonly endpoint: string;
  /** Absent when the engine is somebody else's. */
  readonly database: string | undefined;
  stop(): Promise<void>;
}

/**
 * The engine must not outlive us, or it would hold the database: this shell's input ends when its
 * parent is gone, however it went, and either half of it ends the engine.
 */
const guardian = `
exec 3<&0
"$@" </dev/null 3<&- & engine=$!
echo $engine >"$PID_FILE"
{ cat <&3 >/dev/null; kill $engine; sleep 2; kill -9 $engine; } 2>/dev/null & guard=$!
exec 3<&-
wait $engine; code=$?
kill $guard 2>/dev/null
exit $code`;

export async function startEngine(data: string, say: (line: string) => void): Promise<Engine> {
  const given = process.env['TOCSIN_DYNAMODB_ENDPOINT'];
  if (given) return { endpoint: given, database: undefined, stop: async () => {} };
  const binary = findBinary();
  const folder = join(data, 'dynamodb');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = join(folder, 'tocsin.db');
  const pidFile = join(folder, 'engine.pid');
  await endLeftover(pidFile, database);
  const port = await freePort();
  const start = () => guard(binary, database, pidFile, port);
  const supervised = await supervise({ name: 'the table engine', port, start, end, say });
  return { endpoint: `http://127.0.0.1:${port}`, database, stop: supervised.stop };
}

function guard(binary: string, database: string, pidFile: string, port: number): ChildProcess {
  const engine = [binary, 'serve', '--port', String(port), '--db-path', database];
  return spawn('/bin/sh', ['-c', guardian, 'engine-guardian', ...engine], {
    env: { PATH: '/usr/bin:/bin', PID_FILE: pidFile },
    stdio: ['pipe', 'ignore', 'ignore'],
    // A group of its own: Ctrl-C in a terminal reaches us first, and we end it in order.
    detached: true,
  });
}

function end(child: ChildProcess): void {
  child.stdin?.end();
}

function findBinary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(__filename).resolve(`${name}/package.json`)), 'dynoxide');
  } catch {
    throw new Error(
      `no table engine for ${process.platform}-${process.arch}: set TOCSIN_DYNAMODB_ENDPOINT to a DynamoDB of your own`,
    );
  }
}

/** An engine whose guardian was killed with us; its command line must name our database. */
async function endLeftover(pidFile: string, database: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const commandLine = `/proc/${Number(readFileSync(pidFile, 'utf8'))}/cmdline`;
  const isOurs = () =>
    existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(`\0${database}\0`);
  if (isOurs()) process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  while (isOurs()) await sleep(5);
}
