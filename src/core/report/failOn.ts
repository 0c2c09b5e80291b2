import { isBelowTarget } from '../findings.ts';
import type { MetricSummary } from '../results/runResult.ts';

/** What a reader or a pipeline wants to be told of as a failure. */
export type FailOn = 'regression' | 'failure' | 'never';

/** Whether a metric is one that a person is promised to hear about, and its rate is below its target. */
export function isFailure(metric: MetricSummary): boolean {
  const isSerious = metric.severity === 'error' || metric.severity === 'warning';
  return isSerious && isBelowTarget(metric);
}
