import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const started: ChildProcess[] = [];
const folders: string[] = [];

/** Ends what was started and removes the folders that were given. */
export async function endAll(): Promise<void> {
  for (const child of started.filter(isAlive)) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-journey-'));
  folders.push(folder);
  return folder;
}

export interface Start {
  readonly process: ChildProcess;
  readonly printed: () => string;
}

export interface StartOptions {
  /** 0 is any. */
  readonly port?: number;
  readonly args?: readonly string[];
  /** Another command that runs the given one. */
  readonly within?: (command: readonly string[]) => readonly string[];
}

/** `npm start`, but for the installation: the same entry on a data folder and a port of its own. */
export async function start(data: string, options: StartOptions = {}): Promise<Start> {
  const { port = 0, args = [], within = (command) => command } = options;
  const environment = { ...process.env, TOCSIN_DATA: data, PORT: String(port) };
  const entry = [process.execPath, '--import', 'tsx', join(root, 'bin/start.ts'), ...args];
  const [command = '', ...rest] = within(entry);
  const child = spawn(command, rest, { env: environment, cwd: root });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  while (!text.includes('Ctrl-C') && isAlive(child)) {
    await new Promise((tick) => setTimeout(tick, 20));
  }
  return { process: child, printed: () => text };
}

export interface Finished {
  readonly code: number | null;
  readonly out: string;
}

export async function run(
  command: string,
  args: readonly string[],
  data: string,
): Promise<Finished> {
  const environment = { ...process.env, TOCSIN_DATA: data, NO_COLOR: '1' };
  const child = spawn(command, args, { env: environment, cwd: root });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out };
}

/** The command line on the exchange of a data folder. */
export function tocsin(data: string, ...args: string[]): Promise<Finished> {
  return run(process.execPath, [join(root, 'bin/tocsin.mjs'), ...args], data);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
