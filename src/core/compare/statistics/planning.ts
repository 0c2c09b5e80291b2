/** Mean within-case variance p(1-p) of a typical suite, where nothing is known. */
export const typicalVariance = 0.11;

/** Samples per case and side after Resolve. */
export const resolveRounds = 3;

/**
 * The smallest drop (absolute score) found with 80% chance by the final test at 5%, for `cases`
 * cases with `rounds` samples per side, or null when there are none. May exceed 1: then no drop is
 * found that surely. 2.8 is the sum of the 97.5% and 80% points of the normal distribution
 * (Miller, Adding Error Bars to Evals, 2024).
 */
export function smallestDetectableDrop(
  cases: number,
  rounds: number,
  variance: number = typicalVariance,
): number | null {
  const samples = cases * rounds;
  return samples > 0 ? 2.8 * Math.sqrt((2 * variance) / samples) : null;
}

/**
 * The mean variance among samples of one case and version, or null when no case has two samples of
 * a version. Unbiased: each version's samples are taken against their own mean.
 */
export function withinCaseVariance(versions: Iterable<readonly number[]>): number | null {
  let sum = 0;
  let count = 0;
  for (const scores of versions) {
    const m = scores.length;
    if (m < 2) continue;
    const middle = scores.reduce((a, b) => a + b, 0) / m;
    sum += scores.reduce((a, b) => a + (b - middle) ** 2, 0) / (m - 1);
    count++;
  }
  return count === 0 ? null : sum / count;
}

/**
 * How many cases flip either way between two single samples when nothing changed: 2 p(1-p) per case.
 * Estimated from samples of cases that have several of a version; else from a typical suite, which a
 * suite that nearly always passes varies less than.
 *
 * @param screened cases with a sample on both sides, and how many of their old samples passed
 * @param versions pass/fail scores (0 or 1) of each case and version
 */
export function expectedFlips(
  screened: { readonly pairs: number; readonly passed: number },
  versions: Iterable<readonly number[]> = [],
): number {
  const rate = (screened.passed + 0.5) / (screened.pairs + 1);
  const variance = withinCaseVariance(versions) ?? Math.min(typicalVariance, rate * (1 - rate));
  return 2 * screened.pairs * variance;
}
