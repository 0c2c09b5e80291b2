import type { SampleScores } from '../compare/live/sampleTable.ts';
import { staleAfterMs } from '../compare/statistics/baseline.ts';
import type { CaseResult, RunModel, RunResult, TrialResult } from '../results/runResult.ts';

/** Why old samples cannot carry a verdict as they are. */
export type OldDoubt = 'old' | 'other-model' | 'picked' | 'on-request';

/** A share of the trial numbers for every week, so that samples drawn again are never older than that. */
const trialsPerWeek = 100;

export interface OldSampleOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The model that the old version would be asked today; undefined where it cannot be asked. */
  readonly model: RunModel | undefined;
  /** Somebody chose this baseline after seeing its scores. */
  readonly isPicked: boolean;
  /** Somebody asked for both versions side by side, whatever is stored. */
  readonly isControl: boolean;
}

/** A case's stored old samples as a live comparison takes them. */
export interface OldSamples {
  readonly trials: readonly TrialResult[];
  /** First old trial that may count as evidence, see `LiveCase`. */
  readonly oldFrom: number;
  readonly doubt?: OldDoubt;
  readonly fingerprint: string | null;
}

/**
 * What of a baseline's case may count: nothing that is more than seven days old, of another model, or
 * of a version that was picked for its scores (section on baseline hygiene).
 */
export function oldSamples(
  item: CaseResult,
  run: Pick<RunResult, 'model' | 'startedAt'>,
  options: OldSampleOptions,
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

/** A sentence about a doubt, for people. */
export function describeDoubt(doubt: OldDoubt, canAsk: boolean): string {
  const why = reasons[doubt];
  return canAsk
    ? `${why}, so the previous version is run again where a case failed.`
    : `${why}, and the previous version cannot be run again: no verdict rests on them.`;
}

const reasons: Readonly<Record<OldDoubt, string>> = {
  old: 'The stored results of the previous version are more than seven days old',
  'other-model':
    'The stored results of the previous version are of another model or another build of it',
  picked: 'The pinned version was chosen after its results were seen',
  'on-request': 'Both versions are compared side by side',
};

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

function doubtOf(
  trials: readonly TrialResult[],
  run: Pick<RunResult, 'model' | 'startedAt'>,
  { now, model, isPicked, isControl }: OldSampleOptions,
): OldDoubt | undefined {
  if (isControl) return 'on-request';
  if (now - timeOf(trials, run) > staleAfterMs) return 'old';
  const { provider, name } = run.model;
  if (model !== undefined && (model.name !== name || model.provider !== provider)) {
    return 'other-model';
  }
  return isPicked ? 'picked' : undefined;
}

/** When the oldest sample was drawn. */
function timeOf(trials: readonly TrialResult[], run: Pick<RunResult, 'startedAt'>): number {
  const times = trials.flatMap(({ replies }) => replies.map(({ time }) => time));
  return times.length === 0 ? run.startedAt : Math.min(...times);
}
