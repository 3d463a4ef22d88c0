import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs a bundle in a process of its own, which tells by lines of JSON. Answers its exit code. */
export function runWorker<T>(
  args: readonly string[],
  onLine: (line: T) => void,
): Promise<number | null> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface(child.stdout).on('line', (line) => onLine(JSON.parse(line) as T));
  return new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
}
