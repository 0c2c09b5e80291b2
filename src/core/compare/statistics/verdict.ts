import type { Verdict } from '../comparison.ts';
import type { FixedSampleTest } from './fixedSample.ts';

/** Adjusted live chances per direction and the error rate given to live evidence. */
export interface LiveChances {
  readonly worse: number;
  readonly better: number;
  readonly alpha: number;
}

/** Everything a metric's verdict depends on. */
export interface VerdictInput {
  readonly test: Pick<FixedSampleTest, 'difference' | 'interval'>;
  /** The final test's chance, adjusted over metrics. */
  readonly pAdjusted: number;
  /** Error rate given to the final test. */
  readonly alpha: number;
  /** Changes smaller than this (absolute score) do not matter to the user. */
  readonly margin: number;
  /** Whether the final test may be used: the run is finished or was resolved. Default: true without live evidence. */
  readonly resolved?: boolean;
  /** Whether every case took part in the rounds tested. Default true. */
  readonly roundComplete?: boolean;
  readonly live?: LiveChances;
}

/** A verdict with what must be said beside it. */
export interface VerdictDecision {
  readonly verdict: Verdict;
  /** Better here, worse there, and the mean does not point the way of the verdict. */
  readonly mixed: boolean;
  /** Real, yet the interval lies inside the margin. */
  readonly small: boolean;
}

/**
 * The verdict of one metric from its evidence. "Unchanged" needs the whole interval inside the
 * margin, so lack of evidence is never read as lack of change.
 *
 * Source: Donald Schuirmann, A comparison of the two one-sided tests procedure and the power
 * approach, 1987, for "unchanged".
 */
export function decideVerdict(input: VerdictInput): VerdictDecision {
  const { difference, interval } = input.test;
  const final =
    (input.resolved ?? input.live === undefined) && isAtMost(input.pAdjusted, input.alpha);
  const { live } = input;
  const worse = isBelow(live?.worse, live) || (final && difference !== null && difference < 0);
  const better = isBelow(live?.better, live) || (final && difference !== null && difference > 0);
  const inside = interval !== null && -input.margin < interval[0] && interval[1] < input.margin;
  if (worse) {
    return {
      verdict: 'regressed',
      mixed: better || (difference !== null && difference >= 0),
      small: inside,
    };
  }
  if (better) {
    return { verdict: 'improved', mixed: difference !== null && difference <= 0, small: inside };
  }
  const unchanged = (input.roundComplete ?? true) && inside;
  return { verdict: unchanged ? 'unchanged' : 'inconclusive', mixed: false, small: false };
}

/** The verdict of a whole comparison: one worse metric decides, else one better metric. */
export function decideOverall(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('regressed')) return 'regressed';
  if (verdicts.includes('improved')) return 'improved';
  return verdicts.length > 0 && verdicts.every((v) => v === 'unchanged')
    ? 'unchanged'
    : 'inconclusive';
}

function isBelow(chance: number | undefined, live: LiveChances | undefined): boolean {
  return chance !== undefined && live !== undefined && isAtMost(chance, live.alpha);
}

/**
 * Exact chances often equal alpha: three passes turned into three failures give 0.05. Rounding must
 * not decide such a tie, or the verdict would depend on which side was summed first.
 */
export function isAtMost(chance: number, alpha: number): boolean {
  return chance <= alpha + 1e-12;
}
