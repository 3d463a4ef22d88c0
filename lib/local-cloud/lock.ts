import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Lock {
  release(): void;
}

/**
 * Holds the data folder until `release`. SQLite's lock is the operating system's: it goes with the
 * process however that ends, so none is ever stale and two cannot both take one over.
 */
export function lockFolder(folder: string): Lock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pidFile = join(folder, 'pid');
  const database = new DatabaseSync(join(folder, 'lock.db'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    throw new Error(
      `${folder} is in use by process ${readFileSync(pidFile, 'utf8')}: stop it first`,
    );
  }
  writeFileSync(pidFile, String(process.pid));
  return { release: () => database.close() };
}

const millisecondsBetweenTries = 200;

/** The same, after whoever holds the folder now; it fails when that lasts too long. */
export async function lockFolderInTurn(folder: string, patienceSeconds: number): Promise<Lock> {
  const end = Date.now() + patienceSeconds * 1000;
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(millisecondsBetweenTries);
    }
  }
}
