import type { MetricSummary } from './runResult.ts';

/** Whether a metric's rate is below its target (without one: below all). Nothing scored is not below. */
export function isBelowTarget(summary: MetricSummary): boolean {
  return summary.passRate !== null && summary.passRate < (summary.target ?? 1);
}
