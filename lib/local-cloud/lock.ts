import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Holds the data folder until `release`. SQLite's lock is the operating system's: it goes with the
 * process however that ends, so none is ever stale and two cannot both take one over.
 */
export function lockFolder(folder: string): { release(): void } {
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
