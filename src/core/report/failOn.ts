import { isBelowTargetOf } from '../logs/logRates.ts';
import type { ReportedRun } from '../results/report.ts';
import type { MetricSummary } from '../results/runResult.ts';

/** What a reader or a pipeline wants to be told of as a failure. */
export type FailOn = 'regression' | 'failure' | 'never';

/** Whether a metric is one that a person is promised to hear about, and its rate is below its target. */
export function isFailure(metric: MetricSummary, lines: ReportedRun['lines']): boolean {
  const isSerious = metric.severity === 'error' || metric.severity === 'warning';
  return isSerious && isBelowTargetOf(metric, lines?.rates);
}
