import type { CasePair } from './casePair.ts';
import { type LabelGroup, labelTail, smallestTail } from './labelDistribution.ts';
import { mulberry32 } from './mulberry32.ts';

/** Chances of the observed change, or a larger one, when nothing changed. Each lies in (0, 1]. */
export interface PermutationResult {
  /** Small when the new version scores lower than chance explains. */
  readonly pWorse: number;
  /** Small when the new version scores higher than chance explains. */
  readonly pBetter: number;
  /** Two-sided: twice the smaller one, at most 1. A mid-p where the distribution is known exactly. */
  readonly pValue: number;
  /** Two-sided without the mid-p correction; equal to `pValue` for random relabelling. */
  readonly pExact: number;
  readonly method: 'labels' | 'sign flips' | 'random labels';
}

/** Relabellings drawn when the exact distribution is out of reach. */
const draws = 9999;

/**
 * Once both tails have been hit this often, neither can become small any more and drawing stops.
 * Two-sided chances below about 0.04 always use all draws.
 */
const enoughHits = 200;

/** Sums closer than this are ties: they differ only by rounding. */
const tie = 1e-12;

/** Differences that may be flipped by complete enumeration. */
const mostFlips = 12;

/**
 * Tests scores with two levels by exchanging old and new labels inside every case, exactly, with
 * the mid-p correction. Null when the sample counts are too irregular for an exact answer.
 *
 * Source: Quinn McNemar, 1947; Fagerland, Lydersen, Laake, The McNemar test for binary
 * matched-pairs data: mid-p and asymptotic are better than exact conditional, 2013.
 */
export function testTwoLevels(pairs: readonly CasePair[], high: number): PermutationResult | null {
  const tail = labelTail(groupCases(pairs, high));
  if (tail === null) return null;
  const pWorse = tail.below + tail.equal / 2;
  const pBetter = tail.above + tail.equal / 2;
  return {
    pWorse: chance(pWorse),
    pBetter: chance(pBetter),
    pValue: chance(2 * Math.min(pWorse, pBetter)),
    pExact: chance(2 * (Math.min(tail.below, tail.above) + tail.equal)),
    method: 'labels',
  };
}

/**
 * Tests scores of any kind: by all sign flips where every case has one sample per side and at most
 * twelve cases differ, else by random relabelling with a fixed seed (sections on the fixed-sample
 * test and its random version).
 */
export function testAnyScores(pairs: readonly CasePair[]): PermutationResult {
  if (pairs.every((pair) => pair.old.length === 1 && pair.new.length === 1)) {
    const differences = pairs.map((pair) => (pair.new[0] ?? 0) - (pair.old[0] ?? 0));
    if (differences.filter((d) => d !== 0).length <= mostFlips) return flipSigns(differences);
  }
  return relabelAtRandom(pairs);
}

/**
 * The exact sign-flip test of paired differences; ties count fully, there is no mid-p. Cases
 * without a difference do not matter. Use it for at most about twenty differences that are not 0.
 *
 * Source: Ronald Fisher, The Design of Experiments, 1935 (test of paired differences).
 */
export function flipSigns(differences: readonly number[]): PermutationResult {
  const moved = differences.filter((d) => d !== 0);
  const observed = moved.reduce((sum, d) => sum + d, 0);
  let lower = 0;
  let higher = 0;
  const visit = (index: number, sum: number): void => {
    const d = moved[index];
    if (d === undefined) {
      if (sum <= observed + tie) lower++;
      if (sum >= observed - tie) higher++;
      return;
    }
    visit(index + 1, sum + d);
    visit(index + 1, sum - d);
  };
  visit(0, 0);
  const all = 2 ** moved.length;
  return withoutMidP(lower / all, higher / all, 'sign flips');
}

/**
 * Draws relabellings inside every case with a fixed seed and counts those at least as extreme.
 *
 * The count starts at one, so the chance is never 0 and the test keeps its level; drawing stops
 * early when both tails are certainly large, and then hits over draws is the valid chance.
 * Source: Phipson, Smyth, Permutation p-values should never be zero, 2010; Besag, Clifford,
 * Sequential Monte Carlo p-values, 1991.
 */
export function relabelAtRandom(pairs: readonly CasePair[]): PermutationResult {
  const random = mulberry32(1);
  const open = pairs.filter((pair) => !isConstant(pair));
  const lengths = Int32Array.from(open, (pair) => pair.old.length + pair.new.length);
  const oldCounts = Int32Array.from(open, (pair) => pair.old.length);
  const scores = Float64Array.from(open.flatMap((pair) => [...pair.old, ...pair.new]));
  const pool = scores.slice();
  const observed = sumOfDifferences(scores, lengths, oldCounts);
  let lower = 0;
  let higher = 0;
  for (let draw = 1; draw <= draws; draw++) {
    pool.set(scores);
    shuffleInside(pool, lengths, random);
    const sum = sumOfDifferences(pool, lengths, oldCounts);
    if (sum <= observed + tie) lower++;
    if (sum >= observed - tie) higher++;
    if (lower >= enoughHits && higher >= enoughHits) {
      return withoutMidP(lower / draw, higher / draw, 'random labels');
    }
  }
  return withoutMidP((1 + lower) / (draws + 1), (1 + higher) / (draws + 1), 'random labels');
}

function shuffleInside(pool: Float64Array, lengths: Int32Array, random: () => number): void {
  let start = 0;
  for (const length of lengths) {
    for (let i = length - 1; i >= 1; i--) {
      const j = Math.floor(random() * (i + 1));
      const kept = pool[start + i] ?? 0;
      pool[start + i] = pool[start + j] ?? 0;
      pool[start + j] = kept;
    }
    start += length;
  }
}

function sumOfDifferences(
  scores: Float64Array,
  lengths: Int32Array,
  oldCounts: Int32Array,
): number {
  let sum = 0;
  let start = 0;
  for (let c = 0; c < lengths.length; c++) {
    const length = lengths[c] ?? 0;
    const oldCount = oldCounts[c] ?? 0;
    let old = 0;
    let fresh = 0;
    for (let i = 0; i < oldCount; i++) old += scores[start + i] ?? 0;
    for (let i = oldCount; i < length; i++) fresh += scores[start + i] ?? 0;
    sum += fresh / (length - oldCount) - old / oldCount;
    start += length;
  }
  return sum;
}

function groupCases(pairs: readonly CasePair[], high: number): LabelGroup[] {
  const groups = new Map<number, { -readonly [key in keyof LabelGroup]: number }>();
  for (const pair of pairs) {
    let newPasses = 0;
    let passes = 0;
    for (const score of pair.old) if (score === high) passes++;
    for (const score of pair.new) if (score === high) newPasses++;
    passes += newPasses;
    const oldCount = pair.old.length;
    const newCount = pair.new.length;
    // Counts stay far below 2^17, so the three fit into one exact number.
    const key = (oldCount * 131072 + newCount) * 131072 + passes;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { oldCount, newCount, passes, cases: 1, newPasses });
    else {
      group.cases++;
      group.newPasses += newPasses;
    }
  }
  return [...groups.values()];
}

function isConstant(pair: CasePair): boolean {
  const first = pair.old[0];
  return pair.old.every((s) => s === first) && pair.new.every((s) => s === first);
}

function withoutMidP(
  worse: number,
  better: number,
  method: PermutationResult['method'],
): PermutationResult {
  const both = chance(2 * Math.min(worse, better));
  return { pWorse: chance(worse), pBetter: chance(better), pValue: both, pExact: both, method };
}

function chance(p: number): number {
  return Math.min(1, Math.max(smallestTail, p));
}
