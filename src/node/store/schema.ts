import type { DatabaseSync } from 'node:sqlite';
import { EvalError } from '../../core/errors.ts';
import { transaction } from './sqlite.ts';

/** Steps from one schema version to the next; never changed once released, only added to. */
const migrations: readonly (string | ((folder: string) => string))[] = [
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

  // The cases of a run in parts, written one by one under the run's body before the run itself appears.
  // When a completion was last part of a run, so that old ones that are still in use are kept.
  `CREATE TABLE run_parts (
     body TEXT NOT NULL, part INTEGER NOT NULL, time INTEGER NOT NULL, cases BLOB NOT NULL,
     PRIMARY KEY (body, part)
   );
   INSERT INTO run_parts SELECT id, 0, time, cases FROM runs;
   ALTER TABLE runs DROP COLUMN cases;
   ALTER TABLE runs ADD COLUMN body TEXT NOT NULL DEFAULT '';
   UPDATE runs SET body = id;
   CREATE TABLE uses (key TEXT PRIMARY KEY, time INTEGER NOT NULL) WITHOUT ROWID;
   CREATE INDEX completions_by_time ON completions (time);`,

  // The long view of metrics: who passed and who failed in each run, in a few bytes, and what happened to a suite.
  `CREATE TABLE outcomes (
     run TEXT PRIMARY KEY, suite TEXT NOT NULL, time INTEGER NOT NULL, outcomes BLOB NOT NULL
   );
   CREATE INDEX outcomes_by_suite ON outcomes (suite, time);
   CREATE TABLE events (suite TEXT NOT NULL, time INTEGER NOT NULL, event TEXT NOT NULL);
   CREATE INDEX events_by_suite ON events (suite, time);`,

  // Scores that were made before, by the names that `ScoreMemory` gives to samples and metrics.
  `CREATE TABLE scores (
     sample TEXT NOT NULL, metric TEXT NOT NULL, time INTEGER NOT NULL, score TEXT NOT NULL,
     PRIMARY KEY (sample, metric)
   ) WITHOUT ROWID;`,

  // Calls that a process is making, so that no other makes them too; `until` in milliseconds since 1970.
  `CREATE TABLE leases (key TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;`,

  // Paths below the folder of the history, relative to it: the folder may be moved.
  (folder) => {
    const below = literal(`${folder}/`);
    const relative = (path: string) =>
      `CASE WHEN substr(${path}, 1, length(${below})) = ${below} THEN './' || substr(${path}, length(${below}) + 1) ELSE ${path} END`;
    const inJson = (json: string, key: string) =>
      `json_set(${json}, '$.${key}', ${relative(`json_extract(${json}, '$.${key}')`)})`;
    return `UPDATE versions SET prompt = ${relative('prompt')};
      UPDATE runs SET prompt = ${relative('prompt')}, suite = ${relative('suite')},
        header = ${inJson(inJson('header', 'prompt'), 'suite')};
      UPDATE outcomes SET suite = ${relative('suite')};
      UPDATE events SET suite = ${relative('suite')}, event = ${inJson('event', 'suite')};
      UPDATE events SET event = ${inJson('event', 'prompt')} WHERE json_extract(event, '$.prompt') IS NOT NULL;
      UPDATE facts SET name = replace(name, char(10) || ${below}, char(10) || './');`;
  },

  // Texts that a version included, as JSON by path: without them it cannot be asked again once they have changed.
  'ALTER TABLE versions ADD COLUMN parts TEXT',
];

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The schema version that this program writes. */
export const schemaVersion = migrations.length;

/**
 * Brings a store to the newest schema.
 * @param folder the one whose history it is, absolute, with forward slashes
 * @throws {EvalError} store-unavailable when it is newer than this program
 */
export function migrate(database: DatabaseSync, path: string, folder: string): void {
  const version = versionOf(database);
  if (version > schemaVersion) {
    throw new EvalError(
      'store-unavailable',
      `${path} was written by a newer version of Micro Metrics. Update this one, or move the file away.`,
      { file: path },
    );
  }
  for (let step = version; step < schemaVersion; step++) {
    transaction(database, () => {
      // Another process may have taken the step while this one waited for the lock.
      if (versionOf(database) !== step) return;
      const migration = migrations[step];
      const sql = typeof migration === 'function' ? migration(folder) : migration;
      database.exec(`${sql}; PRAGMA user_version = ${step + 1};`);
    });
  }
  // Where another process took the last step, SQLite still has the tables in mind as they were before it. Reading makes it look.
  database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}
