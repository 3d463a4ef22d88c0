import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { family, roleOf } from '../processes';
import type { Memory } from './memory';

const preload = pathToFileURL(join(__dirname, 'in-process.mjs')).href;

/** What the cloud's processes must find in their environment, to say in that folder what they hold. */
export function tellingHeld(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  return { NODE_OPTIONS: `--import=${preload}`, HELD_FOLDER: folder };
}

const patienceMilliseconds = 5_000;

/**
 * Megabytes that the cloud's own process and its functions still hold once their garbage is collected, by role; of
 * several processes of a function the largest. How much room V8 takes besides is its own affair.
 */
export async function heldBy(cloudPid: number, folder: string): Promise<Memory> {
  const held = new Map<string, number>();
  const asked = family(cloudPid).map(({ pid }) => ({ pid, role: roleOf(pid, cloudPid) }));
  for (const { pid, role } of asked.filter(({ role }) => role !== 'engine')) {
    const megabytes = await ask(pid, join(folder, String(pid)));
    if (megabytes !== undefined) held.set(role, Math.max(megabytes, held.get(role) ?? 0));
  }
  return held;
}

/** Undefined for a process that has ended, or has just begun. */
async function ask(pid: number, file: string): Promise<number | undefined> {
  rmSync(file, { force: true });
  try {
    process.kill(pid, 'SIGWINCH');
    for (const end = Date.now() + patienceMilliseconds; Date.now() < end; await sleep(5)) {
      const said = readIfThere(file);
      if (said !== undefined) return Number(said);
      process.kill(pid, 0);
    }
  } catch {
    // It has ended.
  }
  return undefined;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
