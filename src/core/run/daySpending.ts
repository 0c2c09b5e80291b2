import type { Store } from '../ports.ts';

/**
 * US dollars of one day: what the store knows, what this process has added since it was read, and what calls under way may
 * yet cost. All runs of a process that share a store share it, so that together they keep a limit.
 */
export class DaySpending {
  private stored: number;
  /** By this process, in all; and how much of it is in `stored`. */
  private added = 0;
  private included = 0;
  private reserved = 0;
  private readonly read: (() => Promise<number>) | undefined;
  private readTime = Number.NEGATIVE_INFINITY;

  /** @param read asks the store; absent: nobody else spends */
  constructor(stored = 0, read?: () => Promise<number>) {
    this.stored = stored;
    this.read = read;
  }

  get spent(): number {
    return this.stored + this.added - this.included;
  }

  /** With what calls under way will likely cost. */
  get expected(): number {
    return this.spent + this.reserved;
  }

  reserve(estimate: number): void {
    this.reserved += estimate;
  }

  release(estimate: number): void {
    this.reserved -= estimate;
  }

  /** To be called once the store has it too. */
  add(dollars: number): void {
    this.added += dollars;
  }

  /** Takes in what other processes have spent. @param now milliseconds since 1970 */
  async refresh(now: number): Promise<void> {
    if (this.read === undefined) return;
    this.readTime = now;
    const { added } = this;
    this.stored = await this.read();
    // What is added meanwhile may be in what was read: counted twice until the next time, rather than not at all.
    this.included = added;
  }

  /** Reads again, in the background, where the last time is some seconds ago. */
  refreshWhenOld(now: number): void {
    if (now - this.readTime < refreshMs) return;
    // A store that cannot tell leaves what was known.
    this.refresh(now).catch(() => undefined);
  }
}

/** How long what other processes have spent may be out of date, in milliseconds. */
const refreshMs = 2000;

const latest = new WeakMap<object, { readonly day: string; readonly spending: DaySpending }>();

/** The one of a store and a day (YYYY-MM-DD). */
export function daySpendingOf(store: Pick<Store, 'spent'>, day: string): DaySpending {
  const known = latest.get(store);
  if (known?.day === day) return known.spending;
  const spending = new DaySpending(0, () => store.spent(day));
  latest.set(store, { day, spending });
  return spending;
}
