import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pidsOf } from './cpu';

/** Asks every process of a function for its profile, which it writes before the cloud kills it. */
export async function collectProfiles(
  cloudPid: number,
  fn: string,
  folder: string,
): Promise<string[]> {
  const pids = pidsOf(cloudPid, fn);
  for (const pid of pids) process.kill(pid, 'SIGUSR2');
  const end = Date.now() + 10_000;
  const written = () => readdirSync(folder).map((file) => join(folder, file));
  while (written().filter(isWhole).length < pids.length && Date.now() < end) await sleep(100);
  return written();
}

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
