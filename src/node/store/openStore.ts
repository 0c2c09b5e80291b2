import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isEvalError, messageOf } from '../../core/errors.ts';
import { toForwardSlashes } from '../../core/path.ts';
import type { Clock, Log } from '../../core/ports.ts';
import type { Turns } from '../../core/run/turns.ts';
import { Checkpoints } from './checkpoints.ts';
import type { HistoryStore } from './historyStore.ts';
import { MemoryStore } from './memoryStore.ts';
import { OverlayStore } from './overlayStore.ts';
import { ResilientStore } from './resilientStore.ts';
import { defaultRetention, type Retention } from './retention.ts';
import { migrate, schemaVersion } from './schema.ts';
import { loadSqlite, troubleOf } from './sqlite.ts';
import { SqliteStore } from './sqliteStore.ts';

export interface OpenStoreOptions {
  /** The workspace folder; the store lies in its `.micro-metrics`. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'warn'>;
  /** What `prune` keeps; what is left out has its default. */
  readonly retention?: Partial<Retention>;
  /** Script of the worker that makes checkpoints; absent: they are made within commits, which some then take longer for. */
  readonly checkpointEntry?: URL;
  /** Turns in which transactions are made; absent: the next ones of the event loop. */
  readonly turns?: Turns;
  /** Called with each database that was opened: tests bring the faults of a disk about with it. */
  readonly onOpen?: (database: DatabaseSync) => void;
}

/**
 * Opens the store of a workspace folder. A damaged file is set aside and a new one begun; where nothing can
 * be written, new results live in memory, what can be read is still read, and the log says so once.
 *
 * @throws {EvalError} store-unavailable when a newer version of this program wrote the store
 */
export async function openStore(options: OpenStoreOptions): Promise<HistoryStore> {
  const history = new History(options);
  return history.open();
}

/** One history file, and what becomes of it when the disk is in trouble. */
class History {
  private readonly options: OpenStoreOptions;
  private readonly home: string;
  private readonly path: string;

  constructor(options: OpenStoreOptions) {
    this.options = options;
    this.home = `${options.folder}/.micro-metrics`;
    this.path = `${this.home}/history.db`;
  }

  open(): HistoryStore {
    try {
      return this.resilient(this.begin());
    } catch (error) {
      if (troubleOf(error) === 'damaged') {
        const anew = this.beginAnew(error);
        return anew instanceof SqliteStore ? this.resilient(anew) : anew;
      }
      // A newer program has more in it than this one could keep in order.
      if (isEvalError(error) && error.file !== undefined) throw error;
      return this.withoutDisk(this.readOnly(), error);
    }
  }

  private resilient(store: HistoryStore): HistoryStore {
    return new ResilientStore(store, (failed, trouble, error) => {
      if (!(failed instanceof SqliteStore)) return undefined;
      if (trouble !== 'damaged') return this.withoutDisk(failed, error);
      try {
        failed.close();
      } catch {
        // It is damaged: what could be read from it has been.
      }
      return this.beginAnew(error);
    });
  }

  private begin(): SqliteStore {
    this.makeHome();
    const ignore = `${this.home}/.gitignore`;
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
    const database = this.connect(this.path, 'write');
    try {
      migrate(database, this.path, toForwardSlashes(this.options.folder));
      // From here on waiting happens in the event loop.
      database.exec('PRAGMA busy_timeout = 10');
      const { checkpointEntry: entry } = this.options;
      return this.storeOf(database, entry && new Checkpoints(entry, this.path, database));
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private makeHome(): void {
    if (existsSync(this.home)) return;
    mkdirSync(this.options.folder, { recursive: true });
    try {
      // Not both at once: then Node hides that a disk is read-only.
      mkdirSync(this.home);
    } catch (error) {
      // Another process may have been faster.
      if (!existsSync(this.home)) throw error;
    }
  }

  /** Sets the damaged file aside, never overwriting it. */
  private beginAnew(cause: unknown): HistoryStore {
    const { clock, log } = this.options;
    try {
      const aside = this.freeName(`${this.home}/history.corrupt-${clock.now()}`);
      for (const tail of ['', '-wal', '-shm']) {
        if (existsSync(this.path + tail)) renameSync(this.path + tail, aside + tail);
      }
      const store = this.begin();
      log.warn(
        `The history ${this.path} is damaged (${messageOf(cause)}). It was set aside as ${aside}, and a new one was begun.`,
      );
      return store;
    } catch (error) {
      return this.withoutDisk(undefined, error);
    }
  }

  private freeName(stem: string): string {
    for (let number = 0; ; number++) {
      const name = `${stem}${number === 0 ? '' : `-${number}`}.db`;
      if (!existsSync(name)) return name;
    }
  }

  /** What lies on a disk that cannot be written to. */
  private readOnly(): SqliteStore | undefined {
    for (const location of this.readable()) {
      try {
        const database = this.connect(location, 'read');
        try {
          const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
          if (version === schemaVersion) return this.storeOf(database);
        } catch {
          // The next way may do.
        }
        database.close();
      } catch {
        // Nothing to read either.
      }
    }
    return undefined;
  }

  /**
   * The file as it is, which SQLite reads if the files of its write-ahead log are there or can be made; else as one that
   * nobody writes to, which needs no log.
   */
  private readable(): readonly (string | URL)[] {
    const unchanging = pathToFileURL(this.path);
    unchanging.searchParams.set('immutable', '1');
    return sizeOf(`${this.path}-wal`) > 0 ? [this.path] : [this.path, unchanging];
  }

  private withoutDisk(below: HistoryStore | undefined, error: unknown): HistoryStore {
    const kept = 'New results are kept in memory and are lost at the end.';
    this.options.log.warn(
      isEvalError(error, 'store-unavailable')
        ? `Without a history: ${messageOf(error)}. ${kept}`
        : `The history ${this.path} cannot be written (${this.causeOf(error)}). ${kept} To keep them, make the folder writable and its disk free, then start again.`,
    );
    return below === undefined ? new MemoryStore() : new OverlayStore(below);
  }

  /** SQLite says of a read-only disk only that it cannot open the file; the system says why. */
  private causeOf(error: unknown): string {
    try {
      accessSync(existsSync(this.home) ? this.home : this.options.folder, constants.W_OK);
    } catch (refusal) {
      return messageOf(refusal);
    }
    return messageOf(error);
  }

  private storeOf(database: DatabaseSync, checkpoints?: Checkpoints): SqliteStore {
    const { clock, retention, turns } = this.options;
    return new SqliteStore({
      database,
      folder: toForwardSlashes(this.options.folder),
      now: () => clock.now(),
      retention: { ...defaultRetention, ...retention },
      ...(checkpoints && { checkpoints }),
      ...(turns && { turns }),
    });
  }

  private connect(location: string | URL, purpose: 'read' | 'write'): DatabaseSync {
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(location, { readOnly: purpose === 'read' });
    try {
      database.exec('PRAGMA busy_timeout = 5000');
      if (purpose === 'write') {
        // Before the first table: later it would need the file to be written anew.
        const isEmpty = database.prepare('PRAGMA page_count').get()?.page_count === 0;
        if (isEmpty) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
        // A commit to the write-ahead log is in the operating system's hands before it returns, so it survives
        // the end of the process at any moment. NORMAL does not also wait for the disk: a power cut can take the
        // last commits, never the order of the file. FULL would hold up the event loop at every commit.
        database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      }
      this.options.onOpen?.(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
