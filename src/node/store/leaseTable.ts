import { randomUUID } from 'node:crypto';
import type { CallClaim, CallLease } from '../../core/ports.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { CompletionTable } from './completionTable.ts';
import type { HistoryFile } from './historyFile.ts';
import { troubleOf } from './sqlite.ts';

/** How long a call stays with a process that no longer says that it is alive, in milliseconds. */
export const leaseMs = 5000;
const renewalMs = leaseMs / 3;
/** A call is made without a lease when the lock is not to be had for this long, in milliseconds. */
const maxBusyMs = 500;

/** Calls that are being made by one of the processes that share a history file. */
export class LeaseTable {
  private readonly file: HistoryFile;
  private readonly completions: CompletionTable;
  private readonly now: () => number;
  private readonly owner = randomUUID();
  /** Request keys of the calls that are made here. */
  private readonly held = new Set<string>();
  private renewal: NodeJS.Timeout | undefined;

  /** @param now milliseconds since 1970 */
  constructor(file: HistoryFile, completions: CompletionTable, now: () => number) {
    this.file = file;
    this.completions = completions;
    this.now = now;
  }

  async claim(key: string): Promise<CallClaim> {
    let found: StoredCompletion | undefined;
    let isOurs = false;
    try {
      await this.file.write(() => {
        found = this.completions.find(key);
        isOurs = found === undefined && this.take(key);
      }, maxBusyMs);
    } catch (error) {
      if (troubleOf(error) !== 'busy') throw error;
      found = await this.file.inOneGo(() => this.completions.find(key));
      isOurs = true;
    }
    if (found !== undefined) return { kind: 'answered', stored: found };
    return isOurs ? { kind: 'leased', lease: this.hold(key) } : { kind: 'held' };
  }

  /** Inside `write`, with the completion of a call: others need not wait for its end to be told. */
  end(key: string): void {
    if (this.held.has(key)) this.delete(key);
  }

  /** The completion of a call is on disk. */
  forget(key: string): void {
    this.held.delete(key);
    if (this.held.size === 0) this.close();
  }

  close(): void {
    clearInterval(this.renewal);
    this.renewal = undefined;
  }

  /** False while another call holds the key. A time that is too far ahead is of a clock that was set back since. */
  private take(key: string): boolean {
    const now = this.now();
    const changed = this.file.change(
      `INSERT INTO leases VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
       WHERE until <= ? OR until > excluded.until`,
      key,
      this.owner,
      now + leaseMs,
      now,
    );
    return changed > 0;
  }

  private hold(key: string): CallLease {
    this.held.add(key);
    // Calls that end soon, as most do, cost no renewal.
    this.renewal ??= setInterval(() => this.renew(), renewalMs).unref();
    return { release: () => this.release(key) };
  }

  private renew(): void {
    const keys = JSON.stringify([...this.held]);
    this.file
      .write(() => {
        this.file.change(
          `UPDATE leases SET until = ? WHERE owner = ? AND key IN (SELECT value FROM json_each(?))`,
          this.now() + leaseMs,
          this.owner,
          keys,
        );
      }, maxBusyMs)
      // Then others may make the call too: that is all there is to lose.
      .catch(() => undefined);
  }

  private async release(key: string): Promise<void> {
    if (!this.held.has(key)) return;
    this.forget(key);
    await this.file.write(() => this.delete(key), maxBusyMs).catch(() => undefined);
  }

  private delete(key: string): void {
    this.file.change('DELETE FROM leases WHERE key = ? AND owner = ?', key, this.owner);
  }
}
