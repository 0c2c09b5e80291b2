import {
  failOnOf,
  isFailure,
  isSeriouslyUnscored,
  type WantedFailOn,
} from '../core/report/failOn.ts';
import type { ReportedRun } from '../core/report/report.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';

/** The exit code that results lead to. Runs in which nothing could be asked did not run. */
export function exitCodeFor(runs: readonly ReportedRun[], failOn: WantedFailOn): ExitCode {
  if (runs.length === 0 || runs.every(isWithoutResult)) return exitCodes.couldNotRun;
  return runs.some((reported) => isNamed(reported, failOn)) ? exitCodes.failed : exitCodes.asAsked;
}

function isNamed(reported: ReportedRun, wanted: WantedFailOn): boolean {
  const failOn = failOnOf(reported, wanted);
  if (failOn === 'never') return false;
  if (reported.comparison?.verdict === 'regressed') return true;
  return failOn === 'failure' && hasFailure(reported);
}

/** A metric of severity error or warning that is below its target or could not be scored, or a case that could not run. */
function hasFailure({ run, lines }: ReportedRun): boolean {
  return (
    run.metrics.some((metric) => isFailure(metric, lines) || isSeriouslyUnscored(metric)) ||
    run.cases.some((item) => item.trials.some((trial) => trial.error !== undefined))
  );
}

function isWithoutResult({ run, lines }: ReportedRun): boolean {
  if (lines !== undefined && lines.total > 0) return false;
  const trials = run.cases.flatMap((item) => item.trials);
  return trials.length === 0 || trials.every((trial) => trial.error !== undefined);
}
