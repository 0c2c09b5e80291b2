import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointStart } from './checkpoints.ts';
import { loadSqlite } from './sqlite.ts';

/** Ends by itself when nothing was written for this long. */
const maxIdleMs = 10_000;

const { file }: CheckpointStart = workerData;
const { DatabaseSync } = loadSqlite();
let idle: NodeJS.Timeout | undefined;

parentPort?.on('message', () => {
  clearTimeout(idle);
  try {
    // Opened anew each time, so that it is never the one that holds the file when its owner closes it.
    const database = new DatabaseSync(new URL(file));
    try {
      // Waits for nobody, and nobody waits for it.
      database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } finally {
      database.close();
    }
  } catch {
    // The next one moves what this one left; and the owner does it where none can.
  }
  idle = setTimeout(() => parentPort?.close(), maxIdleMs);
});
