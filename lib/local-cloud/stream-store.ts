import { DatabaseSync } from 'node:sqlite';

// SQLite matches the type word by case: in lower case these indexes are worse than none.
const indexes = [
  'CREATE INDEX IF NOT EXISTS ix_seq ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
  'CREATE INDEX IF NOT EXISTS ix_sh ON _stream_records(table_name, shard_id, CAST(sequence_number AS INTEGER))',
];
const hotQuery =
  'SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name=?';

/**
 * The engine looks for a stream's newest record without an index, so that each write would cost
 * more than the last. The schema is private: the plan is checked, and the version pinned.
 */
export function indexStreams(database: string): void {
  withDatabase(database, (db) => {
    for (const index of indexes) db.exec(index);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${hotQuery}`).all('any');
    if (!JSON.stringify(plan).includes('COVERING INDEX')) {
      throw new Error(`the table engine's streams have no index: ${JSON.stringify(plan)}`);
    }
  });
}

export interface TrimOptions {
  readonly table: string;
  /** What every reader has done with. */
  readonly upTo: number;
  /** Only what is older than this; seconds since 1970. */
  readonly before: number;
  /** Ranges that a reader has parked: their pointers must lead somewhere. */
  readonly keep: readonly { readonly first: string; readonly last: string }[];
}

export const trimStep = 1000;
const sequence = 'CAST(sequence_number AS INTEGER)';

/**
 * Removes up to a thousand records, as a lock held for seconds fails the engine's writes; returns
 * how many. The newest stays, or the engine would number from 1 again.
 */
export function trimStream(database: string, { table, upTo, before, keep }: TrimOptions): number {
  const parked = keep.map(() => `AND NOT ${sequence} BETWEEN ? AND ?`).join(' ');
  const ranges = keep.flatMap(({ first, last }) => [Number(first), Number(last)]);
  return withDatabase(database, (db) => {
    const remove = db.prepare(`DELETE FROM _stream_records WHERE id IN (
      SELECT id FROM _stream_records
      WHERE table_name=? AND ${sequence} <= ? AND ${sequence} < (${hotQuery}) AND created_at < ? ${parked}
      LIMIT ${trimStep})`);
    return Number(remove.run(table, upTo, table, before, ...ranges).changes);
  });
}

// Closed at once: a reader that stays open lets the engine's log grow.
function withDatabase<T>(database: string, use: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(database, { timeout: 200 });
  try {
    return use(db);
  } finally {
    db.close();
  }
}
