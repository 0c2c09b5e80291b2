import type { Comparison } from '../compare/comparison.ts';
import { isBelowTargetOf } from '../logs/logRates.ts';
import type { MetricSummary } from '../results/runResult.ts';
import type { ReportedRun } from './report.ts';

/** What a reader or a pipeline wants to be told of as a failure. */
export type FailOn = 'regression' | 'failure' | 'never';

/** Where nobody says which: regressions of what was compared, failures of what could not be, or could show nothing. */
export type WantedFailOn = FailOn | 'by-comparison';

/** What that means for one run. */
export function failOnOf(
  { comparison, isUnchanged }: Pick<ReportedRun, 'comparison' | 'isUnchanged'>,
  wanted: WantedFailOn,
): FailOn {
  if (wanted !== 'by-comparison') return wanted;
  return carriesVerdict(comparison) || isUnchanged === true ? 'regression' : 'failure';
}

/** Whether regressions could be told: not where old samples were in doubt and the rest shows nothing. */
export function carriesVerdict(comparison: Comparison | undefined): boolean {
  if (comparison === undefined || comparison.isOpen === true) return false;
  return comparison.isDoubtful !== true || comparison.verdict !== 'inconclusive';
}

/** Whether a metric is one that a person is promised to hear about, and its rate is below its target. */
export function isFailure(metric: MetricSummary, lines: ReportedRun['lines']): boolean {
  return isSerious(metric) && isBelowTargetOf(metric, lines?.rates);
}

/** Whether no score of a metric could be made, though it was tried: what is unknown has not passed. */
export function isUnscored({ scored, failed }: Pick<MetricSummary, 'scored' | 'failed'>): boolean {
  return scored === 0 && failed > 0;
}

/** Whether that is a metric that a person is promised to hear about. */
export function isSeriouslyUnscored(metric: MetricSummary): boolean {
  return isSerious(metric) && isUnscored(metric);
}

function isSerious({ severity }: MetricSummary): boolean {
  return severity === 'error' || severity === 'warning';
}
