import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { addToDigest, emptyHead, takeFromDigest } from '../../../lambdas/core/feed';
import { usage } from '../command';
import type { FeedPage } from '../replies';

/** A copy of one audience: its live objects, and how far it has come. */
export interface LocalCopy {
  position(): number;
  /** The feed's own word for how old the copy is. */
  asOf(): number;
  count(): number;
  digest(): string;
  /** A page and its position, in one transaction: a kill at any moment leaves both or neither. */
  apply(page: Pick<FeedPage, 'changes' | 'next' | 'asOf'>): void;
  /** Forgets everything, to begin anew. */
  reset(): void;
  /** Puts the live objects that may be shown into the file, one JSON object a line, in place of what was there. */
  write(file: string): void;
  close(): void;
}

const schema = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS object (id TEXT PRIMARY KEY, version INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS copy (audience TEXT NOT NULL, base_url TEXT NOT NULL, member TEXT NOT NULL, position INTEGER NOT NULL, as_of INTEGER NOT NULL);
`;

export interface CopySource {
  readonly audience: string;
  readonly baseUrl: string;
  /** Who may see it: the copy is dropped when this member may not any more. */
  readonly memberId: string;
}

/**
 * SQLite, because a page changes objects, takes some away and moves the position on, and all of that has to
 * happen at once. Count and digest are computed from the rows when it opens: what is verified is what is there.
 */
export function openCopy(path: string, source: CopySource): LocalCopy {
  const database = openDatabase(path, source);
  const { put, remove, versionOf, moveTo, readPlace } = statements(database);
  let { count, digest } = sumOf(database);
  const place = readPlace.get();
  let position = Number(place?.['position'] ?? 0);
  let age = Number(place?.['as_of'] ?? 0);

  function replace({ id, version, gone }: Change, json: string): void {
    const old = versionOf.get(id)?.['version'];
    if (old !== undefined) {
      remove.run(id);
      count -= 1;
      digest = takeFromDigest(digest, id, Number(old));
    }
    if (gone) return;
    put.run(id, version, json);
    count += 1;
    digest = addToDigest(digest, id, version);
  }

  return {
    position: () => position,
    asOf: () => age,
    count: () => count,
    digest: () => digest,
    apply({ changes, next, asOf }) {
      database.exec('BEGIN');
      for (const change of changes) replace(change, JSON.stringify(change));
      moveTo.run(next, asOf);
      database.exec('COMMIT');
      [position, age] = [next, asOf];
    },
    reset() {
      database.exec('BEGIN; DELETE FROM object; UPDATE copy SET position = 0, as_of = 0; COMMIT');
      [position, age, count, digest] = [0, 0, 0, emptyHead.digest];
    },
    write: (file) => writeObjects(database, file),
    close: () => database.close(),
  };
}

type Change = FeedPage['changes'][number];

function statements(database: DatabaseSync) {
  return {
    put: database.prepare('INSERT INTO object (id, version, json) VALUES (?, ?, ?)'),
    remove: database.prepare('DELETE FROM object WHERE id = ?'),
    versionOf: database.prepare('SELECT version FROM object WHERE id = ?'),
    moveTo: database.prepare('UPDATE copy SET position = ?, as_of = ?'),
    readPlace: database.prepare('SELECT position, as_of FROM copy'),
  };
}

function openDatabase(path: string, { audience, baseUrl, memberId }: CopySource): DatabaseSync {
  try {
    // What a group shares is for its members: nobody else on this machine reads it.
    closeSync(openSync(path, 'a', 0o600));
    const database = new DatabaseSync(path);
    database.exec(schema);
    const known = database.prepare('SELECT audience, base_url, member FROM copy').get();
    if (!known) {
      const insert =
        'INSERT INTO copy (audience, base_url, member, position, as_of) VALUES (?, ?, ?, 0, 0)';
      database.prepare(insert).run(audience, baseUrl, memberId);
    } else if (
      known['audience'] !== audience ||
      known['base_url'] !== baseUrl ||
      known['member'] !== memberId
    ) {
      database.close();
      throw usage(
        `${path} is a copy of ${known['audience']} of ${known['base_url']} as member ${known['member']}: take another --out, or --anew`,
      );
    }
    return database;
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'Failure') throw error;
    const isLocked = /locked/.test(error.message);
    throw usage(
      isLocked ? `another tocsin is syncing ${path}` : `cannot use ${path}: ${error.message}`,
    );
  }
}

function sumOf(database: DatabaseSync) {
  let [count, digest] = [0, emptyHead.digest];
  for (const { id, version } of database.prepare('SELECT id, version FROM object').iterate()) {
    count += 1;
    digest = addToDigest(digest, String(id), Number(version));
  }
  return { count, digest };
}

/** What is withheld counts, and says nothing. */
const shownObjects = `SELECT json FROM object WHERE json ->> 'withheld' IS NULL`;

function writeObjects(database: DatabaseSync, file: string): void {
  const unfinished = `${file}.part`;
  const descriptor = openSync(unfinished, 'w', 0o600);
  try {
    let lines: string[] = [];
    for (const { json } of database.prepare(shownObjects).iterate()) {
      lines.push(`${json}\n`);
      if (lines.length < 1000) continue;
      writeSync(descriptor, lines.join(''));
      lines = [];
    }
    writeSync(descriptor, lines.join(''));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, file);
}
