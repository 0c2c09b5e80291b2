import type { DatabaseSync } from 'node:sqlite';
import { EvalError } from '../../core/errors.ts';

/**
 * Node's SQLite, loaded when first needed and without the warning that it is experimental, which a user
 * of the command line can do nothing about.
 *
 * @throws {EvalError} store-unavailable where this Node has none
 */
export function loadSqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process;
  // Loading is synchronous, so that no other warning can get lost meanwhile.
  process.emitWarning = () => undefined;
  try {
    // Node 20 knows no such module; Node 22 before 22.13 only with a flag.
    const sqlite: typeof import('node:sqlite') | undefined =
      process.getBuiltinModule?.('node:sqlite');
    if (sqlite?.DatabaseSync !== undefined) return sqlite;
  } finally {
    process.emitWarning = emitWarning;
  }
  throw new EvalError(
    'store-unavailable',
    `it needs Node 22.13 or newer, and this is Node ${process.versions.node}`,
  );
}

/**
 * What went wrong in SQLite:
 * `damaged`: the file is no sound database; `busy`: another process holds the lock;
 * `disk`: the place cannot be read or written (read-only, full, failing).
 */
export type StoreTrouble = 'damaged' | 'busy' | 'disk';

/** Primary result codes, see sqlite.org/rescode.html. */
const troubles: ReadonlyMap<number, StoreTrouble> = new Map([
  [3, 'disk'], // PERM
  [5, 'busy'], // BUSY
  [6, 'busy'], // LOCKED
  [8, 'disk'], // READONLY
  [10, 'disk'], // IOERR
  [11, 'damaged'], // CORRUPT
  [13, 'disk'], // FULL
  [14, 'disk'], // CANTOPEN
  [15, 'busy'], // PROTOCOL: a race for the locks of the write-ahead log
  [22, 'disk'], // NOLFS
  [26, 'damaged'], // NOTADB
]);

/** Errors of the file system that say the same without SQLite. */
const fileTroubles: ReadonlySet<unknown> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
]);

export function troubleOf(error: unknown): StoreTrouble | undefined {
  if (!(error instanceof Error)) return undefined;
  // The low byte is the primary code; the rest tells variants apart.
  if ('errcode' in error && typeof error.errcode === 'number')
    return troubles.get(error.errcode & 0xff);
  return 'code' in error && fileTroubles.has(error.code) ? 'disk' : undefined;
}

/** Runs work in one transaction. */
export function transaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    rollback(database);
    throw error;
  }
}

function rollback(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // A full disk has already ended the transaction; what failed before is what counts.
  }
}
