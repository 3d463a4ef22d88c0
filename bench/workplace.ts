import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const prefix = 'run-';

/** A folder for what this process runs, gone when it ends; of others that were killed, what they left goes too. */
export function newWorkplace(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      clear(join(folder, name));
    }
  }
  const workplace = join(folder, `${prefix}${process.pid}`);
  mkdirSync(workplace, { mode: 0o700 });
  process.once('exit', () => clear(workplace));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  return workplace;
}

function clear(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 20 });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
