import type { CaseResult, RunResult, ScoreRecord } from '../results/runResult.ts';

/** Recordings without an input hash are trusted to mean the same input by the same id. */
export function isSameInput(a: CaseResult, b: CaseResult): boolean {
  return a.inputHash === '' || b.inputHash === '' || a.inputHash === b.inputHash;
}

/** A metric's samples of a case, 1 where it passed and 0 where not; without a score: absent. */
export function samplesOf(item: CaseResult, metric: string): readonly number[] {
  return item.trials.flatMap(({ scores }) => {
    const score = scores.find((record: ScoreRecord) => record.metric === metric);
    return score === undefined || score.passed === null ? [] : [score.passed ? 1 : 0];
  });
}

/** Without the trials that were drawn because of an earlier result: those would bias every rate. */
export function plannedTrials(run: Pick<RunResult, 'trials'>, item: CaseResult): CaseResult {
  const planned = item.trials.filter(({ trial }) => trial < run.trials);
  return planned.length === item.trials.length ? item : { ...item, trials: planned };
}
