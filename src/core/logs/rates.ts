import { wilsonInterval } from '../results/summarise.ts';

/** How long the periods are that a log is divided into. */
export type PeriodUnit = 'hour' | 'day';

/** What a metric said of the log lines of one day or hour. */
export interface PeriodCount {
  /** When it begins, UTC: YYYY-MM-DD, of an hour YYYY-MM-DDTHH:00Z. */
  readonly start: string;
  readonly passed: number;
  readonly scored: number;
}

/** A rate with its 95 % interval. */
export interface PeriodRate extends PeriodCount {
  /** passed / scored; null where nothing was scored. */
  readonly rate: number | null;
  readonly interval: readonly [number, number] | null;
}

/** Counts of a {@link RateCounter}: hour since 1970, passed, scored. */
export interface RateSnapshot {
  readonly hasHours: boolean;
  readonly periods: readonly (readonly [hour: number, passed: number, scored: number])[];
}

const hourMs = 3_600_000;
const hoursADay = 24;
/** A log that spans no more hours than this is told by the hour. */
const maxSpanByHour = 3 * hoursADay;
/** Hours that are counted apart before they are summed up to days. */
const maxHours = 5000;

/**
 * Counts of a metric by hour, added to as lines come in: a few numbers an hour of the log, however many lines it has.
 * Of a log of more than 5,000 hours only days are kept.
 */
export class RateCounter {
  private readonly periods = new Map<number, { passed: number; scored: number }>();
  private hasHours = true;

  /** @param time milliseconds since 1970 */
  add(time: number, passed: boolean): void {
    const hour = Math.floor(time / hourMs);
    const count = this.at(this.hasHours ? hour : dayOf(hour));
    count.scored++;
    if (passed) count.passed++;
    if (this.hasHours && this.periods.size > maxHours) this.sumUp();
  }

  /** By the hour where the log spans three days at most. */
  get unit(): PeriodUnit {
    if (!this.hasHours) return 'day';
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const hour of this.periods.keys()) {
      first = Math.min(first, hour);
      last = Math.max(last, hour);
    }
    return last - first < maxSpanByHour ? 'hour' : 'day';
  }

  /** Oldest first; periods without a line are absent. */
  counts(unit = this.unit): readonly PeriodCount[] {
    const sums = new Map<number, { passed: number; scored: number }>();
    for (const [hour, { passed, scored }] of this.periods) {
      const at = unit === 'hour' ? hour : dayOf(hour);
      const sum = sums.get(at) ?? { passed: 0, scored: 0 };
      sums.set(at, { passed: sum.passed + passed, scored: sum.scored + scored });
    }
    return [...sums]
      .toSorted(([a], [b]) => a - b)
      .map(([hour, count]) => ({ start: startOf(hour, unit), ...count }));
  }

  /** What it knows, as plain data. */
  snapshot(): RateSnapshot {
    return {
      hasHours: this.hasHours,
      periods: [...this.periods].map(([hour, { passed, scored }]) => [hour, passed, scored]),
    };
  }

  /** Goes on where another one was. */
  restore({ hasHours, periods }: RateSnapshot): void {
    this.hasHours = hasHours;
    this.periods.clear();
    for (const [hour, passed, scored] of periods) this.periods.set(hour, { passed, scored });
  }

  private at(hour: number): { passed: number; scored: number } {
    const known = this.periods.get(hour);
    if (known !== undefined) return known;
    const count = { passed: 0, scored: 0 };
    this.periods.set(hour, count);
    return count;
  }

  private sumUp(): void {
    const hours = [...this.periods];
    this.periods.clear();
    this.hasHours = false;
    for (const [hour, { passed, scored }] of hours) {
      const count = this.at(dayOf(hour));
      count.passed += passed;
      count.scored += scored;
    }
  }
}

/** Rates by period with Wilson intervals. */
export function ratesOf(counts: readonly PeriodCount[]): readonly PeriodRate[] {
  return counts.map((count) => ({
    ...count,
    rate: count.scored === 0 ? null : count.passed / count.scored,
    interval: wilsonInterval(count.passed, count.scored),
  }));
}

/** The first hour of its day. */
function dayOf(hour: number): number {
  return Math.floor(hour / hoursADay) * hoursADay;
}

function startOf(hour: number, unit: PeriodUnit): string {
  const iso = new Date(hour * hourMs).toISOString();
  return unit === 'day' ? iso.slice(0, 10) : `${iso.slice(0, 13)}:00Z`;
}
