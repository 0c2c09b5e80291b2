import type { Disposable } from '../core/lifecycle.ts';
import type { RenderedRequest } from '../core/run/request.ts';
import type { ComparePanelSource } from './source.ts';
import { isWholeRequest } from './viewModel/readRequest.ts';

/** What became of a request that the history was asked for. */
export type Stored =
  | { readonly type: 'exact'; readonly request: RenderedRequest }
  | { readonly type: 'absent' }
  | { readonly type: 'unreadable'; readonly reason: string };

export type StoredByKey = ReadonlyMap<string, Stored>;

/** Requests that are kept in mind: both sides of as many open cases as are in sight, which ask anew with every change. */
const maxKept = 8;
/** How long the other questions of a panel wait for the history, in milliseconds. */
export const maxWaitMs = 2000;

const absent: Stored = { type: 'absent' };
const late: Stored = { type: 'unreadable', reason: 'The history did not answer in good time.' };
const damaged: Stored = { type: 'unreadable', reason: 'What the history has of it is damaged.' };

/** Requests as the history keeps them, asked for by key. */
export class StoredRequests implements Disposable {
  private readonly source: Pick<ComparePanelSource, 'requestOf'>;
  private readonly schedule: Schedule;
  /** The last ones that were found; a key stands for one request for ever. */
  private readonly kept = new Map<string, RenderedRequest>();
  private waiting: Disposable | undefined;
  private isDisposed = false;

  constructor(source: Pick<ComparePanelSource, 'requestOf'>, schedule: Schedule) {
    this.source = source;
    this.schedule = schedule;
  }

  /**
   * Hands on what there is of some keys, in a turn of its own, at the latest after a while; at once where there is nothing to
   * wait for. Never after it was disposed. One after the other.
   */
  read(keys: readonly string[], done: (stored: StoredByKey) => void): void {
    const found = new Map<string, Stored>();
    const open: string[] = [];
    for (const key of new Set(keys)) {
      const request = this.kept.get(key);
      if (request !== undefined) found.set(key, { type: 'exact', request });
      else open.push(key);
    }
    if (open.length === 0) {
      done(found);
      return;
    }
    for (const key of open) found.set(key, late);
    let isOver = false;
    const end = () => {
      if (isOver || this.isDisposed) return;
      isOver = true;
      this.waiting?.dispose();
      done(found);
    };
    this.waiting = this.schedule(end, maxWaitMs);
    void this.readEach(open, (key, stored) => {
      // What comes late is there the next time.
      if (!isOver) found.set(key, stored);
    }).then(end);
  }

  dispose(): void {
    this.isDisposed = true;
    this.kept.clear();
    this.waiting?.dispose();
  }

  /** One after the other, each in a turn of its own: taking a long one apart is work that cannot be divided. */
  private async readEach(
    keys: readonly string[],
    take: (key: string, stored: Stored) => void,
  ): Promise<void> {
    for (const key of keys) {
      take(key, await this.find(key));
      await new Promise<void>((next) => this.schedule(next, 0));
    }
  }

  /** Never rejects. */
  private async find(key: string): Promise<Stored> {
    try {
      const request = await this.source.requestOf?.(key);
      if (request === undefined) return absent;
      if (!isWholeRequest(request)) return damaged;
      this.keep(key, request);
      return { type: 'exact', request };
    } catch (error) {
      return { type: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  private keep(key: string, request: RenderedRequest): void {
    if (this.isDisposed) return;
    this.kept.set(key, request);
    const [oldest] = this.kept.keys();
    if (this.kept.size > maxKept && oldest !== undefined) this.kept.delete(oldest);
  }
}

type Schedule = (callback: () => void, ms: number) => Disposable;
