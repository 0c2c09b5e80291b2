import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { messageOf } from '../../core/errors.ts';
import type { Clock, Log, Store } from '../../core/ports.ts';
import { MemoryStore } from './memoryStore.ts';
import { migrate } from './schema.ts';
import { SqliteStore } from './sqliteStore.ts';

export interface OpenStoreOptions {
  /** The workspace folder; the store lies in its `.micro-metrics`. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/**
 * Opens the store of a workspace folder. A file that is no database is set aside and a new one begun; where
 * nothing can be written, results live in memory, and the log says so once.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { folder, clock, log } = options;
  const home = `${folder}/.micro-metrics`;
  const path = `${home}/history.db`;
  try {
    mkdirSync(home, { recursive: true });
    if (!existsSync(`${home}/.gitignore`)) writeFileSync(`${home}/.gitignore`, '*\n');
    return await openDatabase(path);
  } catch (error) {
    if (!isCorrupt(error)) return fallback(path, error, log);
  }
  const aside = `${home}/history.corrupt-${clock.now()}.db`;
  try {
    renameSync(path, aside);
    for (const tail of ['-wal', '-shm']) {
      if (existsSync(path + tail)) renameSync(path + tail, aside + tail);
    }
    log.warn(`${path} is damaged. It was set aside as ${aside}, and a new history was begun.`);
    return await openDatabase(path);
  } catch (error) {
    return fallback(path, error, log);
  }
}

async function openDatabase(path: string): Promise<Store> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  try {
    // In the write-ahead log with NORMAL, a commit survives the end of the process at any moment; only a
    // power cut can take the last ones.
    database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;',
    );
    migrate(database, path);
    return new SqliteStore(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB; see sqlite.org/rescode.html. */
const corruptCodes: ReadonlySet<unknown> = new Set([11, 26]);

function isCorrupt(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && corruptCodes.has(error.errcode);
}

function fallback(path: string, error: unknown, log: Log): Store {
  log.warn(
    `The history ${path} cannot be used (${messageOf(error)}). Results are kept in memory until the end; make the folder writable to keep them.`,
  );
  return new MemoryStore();
}
