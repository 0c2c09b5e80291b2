import type { MetricSummary, ScoreRecord } from '../results/runResult.ts';
import { wilsonInterval } from '../results/summarise.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { type ChangePoint, changePoints } from './changePoint.ts';
import {
  type PeriodRate,
  type PeriodUnit,
  RateCounter,
  type RateSnapshot,
  ratesOf,
} from './rates.ts';

/** What a metric says of a log. */
export interface LogRate {
  /** Id of the metric. */
  readonly metric: string;
  /** Over the whole log. */
  readonly passed: number;
  readonly scored: number;
  readonly target?: number;
  readonly issue?: string;
  readonly unit: PeriodUnit;
  /** By day or hour; lines without a time are in none. */
  readonly series: readonly PeriodRate[];
  readonly changes: readonly ChangePoint[];
  /** The rate that holds now: since the last change, else over the whole log. */
  readonly current: CurrentRate;
  /** Whether the rate that holds now is surely below the target; see `isSurelyBelow`. */
  readonly isAlert: boolean;
}

export interface CurrentRate {
  /** First period it covers; absent: the whole log. */
  readonly since?: string;
  readonly passed: number;
  readonly scored: number;
  readonly rate: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
}

/** Fewer lines than this are no ground for an alert. */
export const leastForAlert = 10;

/**
 * The rule of alerts: at least ten lines were judged, and the whole 95 % interval of their rate lies below the target. So a few
 * unlucky lines raise none, and a metric without a target never does.
 */
export function isSurelyBelow(
  { scored, interval }: Pick<CurrentRate, 'scored' | 'interval'>,
  target: number | undefined,
): boolean {
  return (
    target !== undefined && scored >= leastForAlert && interval !== null && interval[1] < target
  );
}

/** Rates of one metric over the part of a log that was read. */
export interface MetricRateSnapshot extends RateSnapshot {
  /** Id of the metric. */
  readonly metric: string;
  readonly passed: number;
  readonly scored: number;
}

/** Rates of metrics over a log, in memory that grows with the hours it spans and not with its lines. */
export class LogRates {
  private readonly metrics = new Map<
    string,
    { passed: number; scored: number; readonly counter: RateCounter }
  >();

  /** @param time milliseconds since 1970; undefined: the line counts, but on no day */
  add({ metric, passed }: Pick<ScoreRecord, 'metric' | 'passed'>, time: number | undefined): void {
    if (passed === null) return;
    let own = this.metrics.get(metric);
    if (own === undefined) {
      own = { passed: 0, scored: 0, counter: new RateCounter() };
      this.metrics.set(metric, own);
    }
    own.scored++;
    if (passed) own.passed++;
    if (time !== undefined) own.counter.add(time, passed);
  }

  /** What it knows, as plain data. */
  snapshot(): readonly MetricRateSnapshot[] {
    return [...this.metrics].map(([metric, { passed, scored, counter }]) => ({
      metric,
      passed,
      scored,
      ...counter.snapshot(),
    }));
  }

  /** Goes on where another one was. */
  restore(snapshot: readonly MetricRateSnapshot[]): void {
    for (const { metric, passed, scored, ...counts } of snapshot) {
      const counter = new RateCounter();
      counter.restore(counts);
      this.metrics.set(metric, { passed, scored, counter });
    }
  }

  /** In the order of `metrics`; those that judged no line are left out. */
  rates(metrics: readonly Pick<MetricSpec, 'id' | 'target' | 'issue'>[]): readonly LogRate[] {
    return metrics.flatMap(({ id, target, issue }) => {
      const own = this.metrics.get(id);
      if (own === undefined) return [];
      const { passed, scored, counter } = own;
      const unit = counter.unit;
      const counts = counter.counts(unit);
      const changes = changePoints(counts);
      const since = changes.at(-1)?.start;
      const recent = since === undefined ? [own] : counts.filter(({ start }) => start >= since);
      const current = currentRate(recent, since);
      return {
        metric: id,
        passed,
        scored,
        ...(target !== undefined && { target }),
        ...(issue !== undefined && { issue }),
        unit,
        series: ratesOf(counts),
        changes,
        current,
        isAlert: isSurelyBelow(current, target),
      };
    });
  }
}

/**
 * Whether a metric is below its target: on log lines by the rule of alerts, on cases of the suite as soon as its rate is
 * below.
 */
export function isBelowTargetOf(
  summary: Pick<MetricSummary, 'id' | 'passed' | 'scored' | 'target'>,
  rates: readonly LogRate[] = [],
): boolean {
  const rate = rates.find(({ metric }) => metric === summary.id);
  if (rate?.isAlert === true) return true;
  const scored = summary.scored - (rate?.scored ?? 0);
  const passed = summary.passed - (rate?.passed ?? 0);
  return scored > 0 && passed / scored < (summary.target ?? 1);
}

function currentRate(
  counts: readonly { readonly passed: number; readonly scored: number }[],
  since: string | undefined,
): CurrentRate {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const scored = counts.reduce((sum, count) => sum + count.scored, 0);
  return {
    ...(since !== undefined && { since }),
    passed,
    scored,
    rate: scored === 0 ? null : passed / scored,
    interval: wilsonInterval(passed, scored),
  };
}
