import { definitionOf } from '../metrics/definitionOf.ts';
import { atOnce, type Steps } from '../steps.ts';
import type { MetricSpec } from '../suite/suite.ts';
import type { CaseResult, MetricSummary, ScoreRecord, TrialResult } from './runResult.ts';

/** Standard normal quantile for a 95 % interval. */
const z95 = 1.959964;

/**
 * Wilson score interval of a proportion, 0 to 1; null when nothing was tried.
 *
 * @param z standard normal quantile; default: that of a 95 % interval
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
 */
export function wilsonInterval(
  passed: number,
  total: number,
  z = z95,
): readonly [number, number] | null {
  if (total === 0) return null;
  const rate = passed / total;
  const centre = (rate + (z * z) / (2 * total)) / (1 + (z * z) / total);
  const half =
    (z * Math.sqrt((rate * (1 - rate)) / total + (z * z) / (4 * total * total))) /
    (1 + (z * z) / total);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Counts of scores by metric. */
export class MetricCounts {
  private readonly counts = new Map<string, Counts>();

  add({ metric, status, passed }: Pick<ScoreRecord, 'metric' | 'status' | 'passed'>): void {
    let count = this.counts.get(metric);
    if (count === undefined) {
      count = { passed: 0, scored: 0, failed: 0, skipped: 0 };
      this.counts.set(metric, count);
    }
    count[status]++;
    if (passed === true) count.passed++;
  }

  /** What it knows, as plain data, by the id of the metric. */
  snapshot(): Readonly<Record<string, Readonly<Counts>>> {
    return Object.fromEntries([...this.counts].map(([id, count]) => [id, { ...count }]));
  }

  /** Goes on where another one was. */
  restore(snapshot: Readonly<Record<string, Readonly<Counts>>>): void {
    for (const [id, count] of Object.entries(snapshot)) this.counts.set(id, { ...count });
  }

  /** Summaries, in the order of `metrics`. */
  summaries(metrics: readonly MetricSpec[]): readonly MetricSummary[] {
    return metrics.map((metric) => {
      const count = this.counts.get(metric.id) ?? { passed: 0, scored: 0, failed: 0, skipped: 0 };
      return {
        id: metric.id,
        name: metric.name,
        type: metric.type,
        stage: metric.stage,
        severity: metric.severity,
        ...(metric.goal !== undefined && { goal: metric.goal }),
        ...(metric.target !== undefined && { target: metric.target }),
        definition: definitionOf(metric),
        ...count,
        passRate: count.scored === 0 ? null : count.passed / count.scored,
        interval: wilsonInterval(count.passed, count.scored),
      };
    });
  }
}

export interface Counts {
  passed: number;
  scored: number;
  failed: number;
  skipped: number;
}

/** Summaries of metrics over the cases of a run, in the order of `metrics`. */
export function summariseMetrics(
  metrics: readonly MetricSpec[],
  cases: readonly CaseResult[],
): readonly MetricSummary[] {
  return atOnce(summaryOf(metrics, cases));
}

/** The same in steps. @param trialsOf those that count; default: all */
export function* summaryOf(
  metrics: readonly MetricSpec[],
  cases: readonly CaseResult[],
  trialsOf: (item: CaseResult) => readonly TrialResult[] = ({ trials }) => trials,
): Steps<readonly MetricSummary[]> {
  const counts = new MetricCounts();
  for (const item of cases) {
    for (const trial of trialsOf(item)) for (const score of trial.scores) counts.add(score);
    yield;
  }
  return counts.summaries(metrics);
}
