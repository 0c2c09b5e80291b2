import type { DatabaseSync } from 'node:sqlite';
import { EvalError } from '../../core/errors.ts';

/** Steps from one schema version to the next; never changed once released, only added to. */
const migrations: readonly string[] = [
  `CREATE TABLE completions (
     key TEXT PRIMARY KEY, time INTEGER NOT NULL, completion TEXT NOT NULL, request BLOB NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE versions (
     prompt TEXT NOT NULL, id TEXT NOT NULL, time INTEGER NOT NULL, source TEXT NOT NULL, commit_id TEXT,
     PRIMARY KEY (prompt, id)
   );
   CREATE INDEX versions_by_time ON versions (prompt, time DESC);
   CREATE TABLE runs (
     id TEXT PRIMARY KEY, prompt TEXT NOT NULL, suite TEXT NOT NULL, version TEXT NOT NULL,
     time INTEGER NOT NULL, header TEXT NOT NULL, cases BLOB NOT NULL
   );
   CREATE INDEX runs_by_prompt ON runs (prompt, time DESC);
   CREATE TABLE spending (day TEXT PRIMARY KEY, dollars REAL NOT NULL);
   CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);`,
];

/** Brings a store to the newest schema. @throws {EvalError} store-unavailable when it is newer than this program */
export function migrate(database: DatabaseSync, path: string): void {
  const row = database.prepare('PRAGMA user_version').get();
  const version = Number(row?.user_version ?? 0);
  if (version > migrations.length) {
    throw new EvalError(
      'store-unavailable',
      `${path} was written by a newer version of Micro Metrics. Update this one, or move the file away.`,
      { file: path },
    );
  }
  for (let step = version; step < migrations.length; step++) {
    database.exec('BEGIN IMMEDIATE');
    try {
      // Another process may have taken the step while this one waited for the lock.
      const now = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
      if (now === step) database.exec(`${migrations[step]}; PRAGMA user_version = ${step + 1};`);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }
}
