import type { SampleScores } from '../compare/live/sampleTable.ts';
import type { CaseResult, RunResult, TrialResult } from '../results/runResult.ts';
import { type DoubtOptions, doubtOf, type OldDoubt, staleAfterMs, timeOf } from './oldDoubt.ts';

/** A share of the trial numbers for every week, so that samples drawn again are never older than that. */
const trialsPerWeek = 100;

/** A case's stored old samples as a live comparison takes them. */
export interface OldSamples {
  readonly trials: readonly TrialResult[];
  /** First old trial that may count as evidence, see `LiveCase`. */
  readonly oldFrom: number;
  readonly doubt?: OldDoubt;
  readonly fingerprint: string | null;
}

/** What of a baseline's case may count: nothing that is in doubt. */
export function oldSamples(
  item: CaseResult,
  run: Pick<RunResult, 'model' | 'startedAt'>,
  options: DoubtOptions,
): OldSamples {
  const { trials } = item;
  const doubt = doubtOf(trials, run, options);
  const fingerprint = fingerprintOf(trials[0]);
  if (doubt === undefined) return { trials, oldFrom: 0, fingerprint };
  const weeks = Math.floor((options.now - timeOf(trials, run)) / staleAfterMs);
  return {
    trials,
    oldFrom: freshFrom(trials) + trialsPerWeek * Math.max(0, weeks),
    doubt,
    fingerprint,
  };
}

/** The first trial number that no stored trial has. */
export function freshFrom(trials: readonly TrialResult[]): number {
  return 1 + Math.max(0, ...trials.map(({ trial }) => trial));
}

/** Build of the model that answered, where it tells one. */
export function fingerprintOf(trial: TrialResult | undefined): string | null {
  return trial?.replies.at(-1)?.fingerprint ?? null;
}

/** Scores of a trial by metric, 1 where it passed and 0 where not; `missing` where its call failed. */
export function scoresOf(trial: TrialResult): SampleScores | 'missing' {
  if (trial.error !== undefined || trial.output === null) return 'missing';
  return new Map(
    trial.scores.flatMap(({ metric, passed }) =>
      passed === null ? [] : [[metric, passed ? 1 : 0] as const],
    ),
  );
}
