import type { CasePair } from './casePair.ts';
import { normalBelow } from './studentT.ts';

/** Mean within-case variance p(1-p) of a typical suite, where nothing is known. */
export const typicalVariance = 0.11;

/** Samples per case and side after Resolve. */
export const resolveRounds = 3;

/**
 * The smallest drop (absolute score) found with 80% chance by the final test at 5%, for `cases`
 * cases with `rounds` samples per side, or null when there are none. May exceed 1: then no drop is
 * found that surely. 2.8 is the sum of the 97.5% and 80% points of the normal distribution
 * (section on power; Miller, Adding Error Bars to Evals, 2024).
 */
export function smallestDetectableDrop(
  cases: number,
  rounds: number,
  variance: number = typicalVariance,
): number | null {
  const samples = cases * rounds;
  return samples > 0 ? 2.8 * Math.sqrt((2 * variance) / samples) : null;
}

/** The approximate chance that the final test at 5% finds a drop (absolute score); null without samples. */
export function chanceToDetect(
  drop: number,
  cases: number,
  rounds: number,
  variance: number = typicalVariance,
): number | null {
  const samples = cases * rounds;
  if (samples <= 0 || variance <= 0) return null;
  return normalBelow(Math.abs(drop) / Math.sqrt((2 * variance) / samples) - 1.959964);
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

/** How many cases flip by chance, and whether that rests on stored samples or on a typical suite. */
export interface ExpectedFlips {
  /** Pass to fail and fail to pass together, when one sample per side is compared. */
  readonly both: number;
  readonly passToFail: number;
  readonly source: 'samples' | 'typical';
}

/**
 * How many of `cases` cases flip between two single samples when nothing changed: p(1-p) per
 * direction and case. Estimated from the old samples where cases have two or more of them (section
 * on misleading raw differences).
 *
 * @param oldSamples stored pass/fail scores (0 or 1) per case
 */
export function expectedFlips(
  cases: number,
  oldSamples: Iterable<readonly number[]> = [],
): ExpectedFlips {
  const known = withinCaseVariance(oldSamples);
  const passToFail = cases * (known ?? typicalVariance);
  return { both: 2 * passToFail, passToFail, source: known === null ? 'typical' : 'samples' };
}

/** Calls that Resolve needs: samples missing to `rounds` on each side; stored ones are free. */
export function resolveCalls(
  pairs: readonly CasePair[],
  rounds: number = resolveRounds,
): { readonly old: number; readonly new: number; readonly total: number } {
  let old = 0;
  let fresh = 0;
  for (const pair of pairs) {
    old += Math.max(0, rounds - pair.old.length);
    fresh += Math.max(0, rounds - pair.new.length);
  }
  return { old, new: fresh, total: old + fresh };
}
