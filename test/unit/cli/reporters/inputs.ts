import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import { findingsOf } from '../../../../src/core/findings/findings.ts';
import type { ReportedRun } from '../../../../src/core/report/report.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { startOfText } from '../../../../src/core/text.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const ids = Array.from({ length: 12 }, (_, index) => `case ${index}`);

export const goals = [{ id: 'calm', text: 'Fewer escalations', range: startOfText }];
export const metric = metricOf('question', { goal: 'calm', target: 0.9 });

/** A run of twelve cases that all pass, or all fail. */
export function runThat(passes: boolean, own: Partial<RunResult> = {}): RunResult {
  const cases = ids.map((id) =>
    caseResultOf(id, { trials: [trialOf(`question ${id}`, { scores: [scoreOf(passes)] })] }),
  );
  const run = runOf({ cases, ...own });
  return { ...run, metrics: run.metrics.map((item) => ({ ...item, goal: 'calm', target: 0.9 })) };
}

/** A run whose metric gave no score on any case. */
export function unscoredRun(): RunResult {
  const score = scoreOf(false, {
    ...{ status: 'failed', value: null, passed: null },
    explanation: 'The metric ran longer than 1 s and was stopped.',
  });
  const trials = [trialOf('question', { scores: [score] })];
  return runOf({ cases: ids.map((id) => caseResultOf(id, { trials })) });
}

/** A regression with everything that reporters know of it. */
export function regressed(current: RunResult = runThat(false)): ReportedRun {
  const comparison = compareRuns(runThat(true), current, { baselineLabel: 'before' });
  const target = {
    prompt: promptOf('Be kind.'),
    suite: suiteOf({ metrics: [metric], goals }),
    cases: ids.map((id) => caseOf(id)),
  };
  return {
    run: current,
    comparison,
    goals,
    findings: findingsOf({ ...target, run: current, comparison }),
  };
}

export const show = (path: string): string => path.replace(/^\/w\//, '');
