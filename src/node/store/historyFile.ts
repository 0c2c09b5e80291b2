import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Turns } from '../../core/run/turns.ts';
import type { Checkpoints } from './checkpoints.ts';
import { GroupCommit } from './groupCommit.ts';
import { troubleOf } from './sqlite.ts';

/** A row as SQLite gives it: nothing is known of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** Keys that one query asks for: about a millisecond of work. */
const keysPerQuery = 250;
/** Reading goes on without a pause for this long. */
const maxReadMs = 5;
/** Reads wait this long for another process that recovers or closes the log. */
const maxBusyMs = 15_000;

export interface HistoryFileOptions {
  readonly database: DatabaseSync;
  readonly checkpoints?: Checkpoints;
  readonly turns?: Turns;
}

/** An open history file: statements prepared once, reads and writes that leave the event loop free. */
export class HistoryFile {
  private readonly database: DatabaseSync;
  private readonly checkpoints: Checkpoints | undefined;
  private readonly writes: GroupCommit;
  private readonly statements = new Map<string, StatementSync>();
  private readonly turns: Turns | undefined;

  constructor({ database, checkpoints, turns }: HistoryFileOptions) {
    this.database = database;
    this.checkpoints = checkpoints;
    this.turns = turns;
    this.writes = new GroupCommit(database, {
      onCommitted: (writes) => checkpoints?.committed(writes),
      ...(turns && { nextTurn: (go) => turns.next(go) }),
    });
  }

  prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  /** Lets the event loop turn between two pieces of work. */
  async turn(): Promise<void> {
    const { turns } = this;
    await (turns === undefined ? turn() : new Promise<void>((resolve) => turns.next(resolve)));
  }

  /** What the work reads, in one go; it is tried again while another process holds the lock. */
  async inOneGo<T>(work: () => T): Promise<T> {
    for (const begun = performance.now(); ; ) {
      try {
        return work();
      } catch (error) {
        const isOver = performance.now() - begun > maxBusyMs;
        if (isOver || troubleOf(error) !== 'busy') throw error;
        await wait(20);
      }
    }
  }

  read(sql: string, ...values: SQLInputValue[]): Promise<readonly Row[]> {
    return this.inOneGo(() => this.prepare(sql).all(...values));
  }

  /** Hands on the rows of a query whose one value is a JSON list of keys, asked for part by part. */
  async readEach(sql: string, keys: readonly string[], take: (row: Row) => void): Promise<void> {
    let begun = performance.now();
    for (let start = 0; start < keys.length; start += keysPerQuery) {
      const part = JSON.stringify(keys.slice(start, start + keysPerQuery));
      for (const row of await this.read(sql, part)) take(row);
      if (performance.now() - begun > maxReadMs) {
        await this.turn();
        begun = performance.now();
      }
    }
  }

  /**
   * One piece of work in a transaction; resolves once it is committed.
   *
   * @param maxBusyMs it is given up when another process has held the lock for so long; default 15 s
   */
  write(work: () => void, maxBusyMs?: number): Promise<void> {
    return this.writes.add(work, maxBusyMs);
  }

  /** Runs a statement inside `write`; gives the number of rows it changed. */
  change(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.prepare(sql).run(...values).changes);
  }

  close(): void {
    // There is no later turn: what waits is written now, even if another process holds the lock for a moment.
    this.database.exec('PRAGMA busy_timeout = 2000');
    this.writes.flush();
    this.checkpoints?.dispose();
    this.database.close();
  }
}
