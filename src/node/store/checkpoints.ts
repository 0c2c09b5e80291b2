import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../core/lifecycle.ts';

/** What a checkpoint worker is told. */
export interface CheckpointStart {
  /** URL of the history file; it is not made where it is gone. */
  readonly file: string;
}

/** Writes after which a checkpoint is due: some hundred pages of the log. */
const writesPerCheckpoint = 64;
/** Pages of the log after which SQLite makes a checkpoint in the midst of a commit, where no worker did. Its default is 1000. */
const pagesWithoutWorker = 20_000;

/**
 * Moves what was written from the log into the history file, in another thread: SQLite does it within a commit, which then
 * takes 10 to 50 ms instead of one, and does it every few hundred writes.
 */
export class Checkpoints implements Disposable {
  private readonly entry: URL;
  private readonly file: string;
  private worker: Worker | undefined;
  private writes = 0;
  private isDisposed = false;

  /** @param entry script of the worker */
  constructor(entry: URL, path: string, database: DatabaseSync) {
    this.entry = entry;
    const file = pathToFileURL(path);
    file.searchParams.set('mode', 'rw');
    this.file = file.href;
    database.exec(`PRAGMA wal_autocheckpoint = ${pagesWithoutWorker}`);
  }

  /** Takes notice of writes that were committed. */
  committed(writes: number): void {
    this.writes += writes;
    if (this.writes < writesPerCheckpoint || this.isDisposed) return;
    this.writes = 0;
    this.worker ??= this.start();
    this.worker.postMessage('checkpoint');
  }

  dispose(): void {
    this.isDisposed = true;
    void this.worker?.terminate();
  }

  private start(): Worker {
    const workerData: CheckpointStart = { file: this.file };
    const worker = new Worker(this.entry, { workerData, env: {}, execArgv: [] });
    const forget = () => {
      if (this.worker === worker) this.worker = undefined;
    };
    // Without one the log grows until SQLite does it by itself: slower, and nothing is lost.
    worker.on('error', forget);
    worker.on('exit', forget);
    worker.unref();
    return worker;
  }
}
