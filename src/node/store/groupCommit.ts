import type { DatabaseSync } from 'node:sqlite';

interface Write {
  readonly run: () => unknown;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Writes of one transaction: enough to share its price, few enough not to hold up the event loop. */
const maxWrites = 200;

/** Puts writes that come close together into one transaction; each promise resolves once it is committed. */
export class GroupCommit {
  private readonly database: DatabaseSync;
  private waiting: Write[] = [];
  private isScheduled = false;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  add(run: () => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ run, resolve, reject });
      this.schedule();
    });
  }

  /** Commits everything that waits, now. */
  flush(): void {
    while (this.waiting.length > 0) this.commit(this.waiting.splice(0, maxWrites));
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.commit(this.waiting.splice(0, maxWrites));
      if (this.waiting.length > 0) this.schedule();
    });
  }

  private commit(writes: readonly Write[]): void {
    if (writes.length === 0) return;
    try {
      this.database.exec('BEGIN IMMEDIATE');
      for (const write of writes) write.run();
      this.database.exec('COMMIT');
      for (const write of writes) write.resolve();
    } catch (error) {
      try {
        if (this.database.isTransaction) this.database.exec('ROLLBACK');
      } finally {
        for (const write of writes) write.reject(error);
      }
    }
  }
}
