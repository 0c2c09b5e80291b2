import { type CasePair, completeRounds, mean, type Rounds, usablePairs } from './casePair.ts';
import { differenceInterval, type Interval } from './interval.ts';
import { type PermutationResult, testAnyScores, testTwoLevels } from './permutationTest.ts';

/** What a finished set of samples says about one metric. */
export interface FixedSampleTest {
  /** `binary`: at most two different scores occur; `graded`: more; `empty`: nothing to compare. */
  readonly kind: 'binary' | 'graded' | 'empty';
  /** Cases compared. */
  readonly cases: number;
  /** Ids of cases left out because a side has no usable score. */
  readonly missing: readonly string[];
  /** Scores that were not a number in 0..1 and count as missing. */
  readonly unusable: number;
  /** Mean score of the old and new side over the cases compared, or null without any. */
  readonly oldMean: number | null;
  readonly newMean: number | null;
  /** Mean of the cases' differences (new minus old, -1..1), or null without any case. */
  readonly difference: number | null;
  /** 95% interval of the difference, cut to -1..1, or null without any case. */
  readonly interval: Interval | null;
  /** Cases whose mean fell, and whose mean rose. */
  readonly worseCases: number;
  readonly betterCases: number;
  /** Samples that entered, per side. */
  readonly samples: { readonly old: number; readonly new: number };
  /** Chances under "nothing changed", in (0, 1]; 1 where there is nothing to compare. */
  readonly pWorse: number;
  readonly pBetter: number;
  readonly pValue: number;
  readonly pExact: number;
  readonly method: PermutationResult['method'] | 'none';
}

/** Which samples of each case enter; by default only the rounds in which every case took part. */
export interface FixedSampleOptions {
  readonly rounds?: Rounds;
}

/**
 * Tests whether a metric's scores changed between two versions, once all samples are in.
 *
 * Exact by relabelling inside each case for scores with two levels, by sign flips or random
 * relabelling for others; unequal sample counts are allowed (sections on the fixed-sample test and
 * the interval; McNemar 1947, Fagerland, Lydersen, Laake 2013, Bonett, Price 2012).
 */
export function testFixedSample(
  pairs: readonly CasePair[],
  options: FixedSampleOptions = {},
): FixedSampleTest {
  const usable = usablePairs(pairs, options.rounds ?? completeRounds(pairs));
  const compared = usable.pairs;
  const { missing, unusable } = usable;
  if (compared.length === 0) return { ...nothing, missing, unusable };
  const permutation =
    (usable.levels === null ? null : testTwoLevels(compared, usable.levels[1])) ??
    testAnyScores(compared);
  return {
    kind: usable.levels === null ? 'graded' : 'binary',
    cases: compared.length,
    missing,
    unusable,
    ...means(compared),
    interval: differenceInterval(compared, usable.levels !== null),
    ...permutation,
  };
}

const nothing: FixedSampleTest = {
  kind: 'empty',
  cases: 0,
  missing: [],
  unusable: 0,
  oldMean: null,
  newMean: null,
  difference: null,
  interval: null,
  worseCases: 0,
  betterCases: 0,
  samples: { old: 0, new: 0 },
  pWorse: 1,
  pBetter: 1,
  pValue: 1,
  pExact: 1,
  method: 'none',
};

function means(pairs: readonly CasePair[]) {
  let oldSum = 0;
  let newSum = 0;
  let sum = 0;
  let worseCases = 0;
  let betterCases = 0;
  const samples = { old: 0, new: 0 };
  for (const pair of pairs) {
    const old = mean(pair.old);
    const fresh = mean(pair.new);
    oldSum += old;
    newSum += fresh;
    sum += fresh - old;
    if (fresh < old) worseCases++;
    if (fresh > old) betterCases++;
    samples.old += pair.old.length;
    samples.new += pair.new.length;
  }
  const n = pairs.length;
  return {
    oldMean: oldSum / n,
    newMean: newSum / n,
    difference: sum / n,
    worseCases,
    betterCases,
    samples,
  };
}
