import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../../bin/cli/run-command-line';
import { makeToken } from '../../../lambdas/core/credential';

const root = join(__dirname, '..', '..', '..');

/** A credential that has the form of one; only a double takes it. */
export const token = makeToken('4611686018427387904', Buffer.alloc(32, 7));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly whileRunning?: (child: ChildProcess) => void;
}

/** The real command line in a process of its own, without what npx and the launcher do before. */
export async function tocsin(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const command = ['--disable-warning=ExperimentalWarning', '--import', 'tsx', 'bin/tocsin.ts'];
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], TOCSIN_DATA: '/nonexistent', ...options.env },
  });
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  options.whileRunning?.(child);
  const [code] = await once(child, 'close');
  return { code, stdout: out(), stderr: err() };
}

/** The same without a process, which takes a second to start. */
export async function tocsinInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<Run> {
  const { stdin, ended } = startedInProcess(args, env);
  stdin.end(input);
  return ended;
}

/** One that goes on as long as its input does, or until ^C. */
export function startedInProcess(args: readonly string[], env: Readonly<Record<string, string>>) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const [out, err] = [collect(stdout), collect(stderr)];
  const keyboard = new AbortController();
  const { signal } = keyboard;
  const io = { stdin, stdout, stderr, env, signal, isTerminal: false, hasColour: false };
  const run = async (): Promise<Run> => {
    const code = await runCommandLine(args, io, '0');
    return { code, stdout: out(), stderr: err() };
  };
  const interrupt = () => keyboard.abort();
  return { stdin, stdout, out, err, interrupt, ended: run() };
}

export function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
