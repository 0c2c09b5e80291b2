import type { DatabaseSync } from 'node:sqlite';
import { transaction, troubleOf } from './sqlite.ts';

interface Write {
  readonly run: () => unknown;
  readonly maxBusyMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  /** Told how many writes a transaction held. */
  readonly onCommitted?: (writes: number) => void;
  /** Calls back in a turn of the event loop that others wait for, too; absent: nobody does. */
  readonly nextTurn?: (go: () => void) => unknown;
}

/** A transaction takes no further write after this long, so that it does not hold up the event loop. */
const maxTransactionMs = 4;
const maxWrites = 200;
/**
 * Pause after a transaction of several writes, where turns are short of time: more are on their way, and a transaction costs as
 * much as many of them.
 */
const restMs = 5;
/** How long writes wait for another process that holds the lock, unless they say otherwise. */
const defaultMaxBusyMs = 15_000;
const busyPauseMs = 20;

/**
 * Puts writes that come close together into one transaction; each promise resolves once it is committed.
 * While another process writes, they wait without holding up the event loop.
 */
export class GroupCommit {
  private readonly database: DatabaseSync;
  private readonly options: GroupCommitOptions;
  private waiting: Write[] = [];
  private isScheduled = false;
  /** When the next transaction may begin, by `performance.now()`. */
  private restUntil = 0;
  private busySince: number | undefined;

  constructor(database: DatabaseSync, options: GroupCommitOptions = {}) {
    this.database = database;
    this.options = options;
  }

  /** @param maxBusyMs rejects when another process has held the lock for so long, in milliseconds; default 15 s */
  add(run: () => unknown, maxBusyMs = defaultMaxBusyMs): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ run, maxBusyMs, resolve, reject });
      this.schedule();
    });
  }

  /** Commits everything that waits, now; what cannot be written is rejected. */
  flush(): void {
    while (this.waiting.length > 0) {
      const error = this.commitSome();
      if (error === undefined) continue;
      for (const write of this.waiting.splice(0)) write.reject(error);
    }
  }

  private schedule(): void {
    if (this.isScheduled || this.waiting.length === 0) return;
    this.isScheduled = true;
    const turn = () => {
      this.isScheduled = false;
      this.turn();
    };
    const { nextTurn = setImmediate } = this.options;
    const rest = this.restUntil - performance.now();
    if (this.busySince !== undefined) setTimeout(turn, busyPauseMs);
    else if (rest > 0) setTimeout(() => nextTurn(turn), rest);
    else nextTurn(turn);
  }

  private turn(): void {
    const error = this.commitSome();
    if (error === undefined) this.busySince = undefined;
    else {
      this.busySince ??= performance.now();
      const busyMs = performance.now() - this.busySince;
      const over = this.waiting.filter((write) => busyMs > write.maxBusyMs);
      this.waiting = this.waiting.filter((write) => busyMs <= write.maxBusyMs);
      if (this.waiting.length === 0) this.busySince = undefined;
      for (const write of over) write.reject(error);
    }
    this.schedule();
  }

  /** Commits the first writes that wait. Returns an error when another process holds the lock. */
  private commitSome(): unknown {
    const begun = performance.now();
    let count = 0;
    try {
      transaction(this.database, () => {
        for (const write of this.waiting) {
          if (count >= maxWrites || performance.now() - begun > maxTransactionMs) break;
          count++;
          write.run();
        }
      });
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'busy') return error;
      const writes = this.waiting.splice(0, Math.max(1, count));
      // One that the database refuses must not take the others along.
      if (trouble === undefined && writes.length > 1) for (const write of writes) this.alone(write);
      else for (const write of writes) write.reject(error);
      return undefined;
    }
    this.options.onCommitted?.(count);
    if (count > 1 && this.options.nextTurn !== undefined)
      this.restUntil = performance.now() + restMs;
    for (const write of this.waiting.splice(0, count)) write.resolve();
    return undefined;
  }

  private alone(write: Write): void {
    try {
      transaction(this.database, () => write.run());
      write.resolve();
    } catch (error) {
      write.reject(error);
    }
  }
}
