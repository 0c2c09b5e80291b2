import { wilsonInterval } from '../results/summarise.ts';

/** What a metric said of the log lines of one day. */
export interface DayCount {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  readonly passed: number;
  readonly scored: number;
}

/** A rate with its 95 % interval. */
export interface DayRate extends DayCount {
  /** passed / scored; null where nothing was scored. */
  readonly rate: number | null;
  readonly interval: readonly [number, number] | null;
}

/** Counts of a metric by day, added to as lines come in: a few numbers a day, however long the log. */
export class RateCounter {
  private readonly days = new Map<string, { passed: number; scored: number }>();

  /** @param time milliseconds since 1970 */
  add(time: number, passed: boolean): void {
    const day = new Date(time).toISOString().slice(0, 10);
    const count = this.days.get(day) ?? { passed: 0, scored: 0 };
    count.scored++;
    if (passed) count.passed++;
    this.days.set(day, count);
  }

  /** Oldest day first; days without a line are absent. */
  counts(): readonly DayCount[] {
    return [...this.days]
      .map(([day, count]) => ({ day, ...count }))
      .sort((a, b) => (a.day < b.day ? -1 : 1));
  }
}

/** Rates by day with Wilson intervals. */
export function ratesOf(counts: readonly DayCount[]): readonly DayRate[] {
  return counts.map((count) => ({
    ...count,
    rate: count.scored === 0 ? null : count.passed / count.scored,
    interval: wilsonInterval(count.passed, count.scored),
  }));
}
