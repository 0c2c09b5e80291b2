import { isBelowTarget } from '../core/findings.ts';
import type { ReportedRun } from '../core/results/report.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';

export type FailOn = 'regression' | 'failure' | 'never';

/** The exit code that results lead to. Runs in which nothing could be asked did not run. */
export function exitCodeFor(runs: readonly ReportedRun[], failOn: FailOn): ExitCode {
  if (runs.length === 0 || runs.every(({ run }) => isAllErrors(run.cases))) {
    return exitCodes.couldNotRun;
  }
  const hasFailed = failOn !== 'never' && runs.some((reported) => isNamed(reported, failOn));
  return hasFailed ? exitCodes.failed : exitCodes.asAsked;
}

function isNamed(reported: ReportedRun, failOn: 'regression' | 'failure'): boolean {
  if (reported.comparison?.verdict === 'regressed') return true;
  return failOn === 'failure' && hasFailure(reported);
}

/** A metric of severity error or warning below its target, or a case that could not run. */
function hasFailure({ run }: ReportedRun): boolean {
  const isSerious = (severity: string) => severity === 'error' || severity === 'warning';
  return (
    run.metrics.some((metric) => isSerious(metric.severity) && isBelowTarget(metric)) ||
    run.cases.some((item) => item.trials.some((trial) => trial.error !== undefined))
  );
}

function isAllErrors(cases: ReportedRun['run']['cases']): boolean {
  const trials = cases.flatMap((item) => item.trials);
  return trials.length === 0 || trials.every((trial) => trial.error !== undefined);
}
