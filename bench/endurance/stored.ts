import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Stored {
  /** Of the database and its log. */
  readonly megabytes: number;
  /** Stream records that are kept, of all tables that somebody reads; undefined while the database is locked. */
  readonly streamRecords: number | undefined;
}

/** What lies in the engine's folder. */
export function storedIn(data: string): Stored {
  const database = join(data, 'dynamodb/tocsin.db');
  const files = [database, `${database}-wal`].filter((file) => existsSync(file));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { megabytes: bytes / 2 ** 20, streamRecords: countRecords(database) };
}

// The Exchange's stream is the one that is read; the others wait for their readers, for a day at most.
const query = "SELECT COUNT(*) AS count FROM _stream_records WHERE table_name LIKE '%Exchange%'";

function countRecords(database: string): number | undefined {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 500 });
  try {
    return Number(db.prepare(query).get()?.['count']);
  } catch {
    return undefined;
  } finally {
    db.close();
  }
}
