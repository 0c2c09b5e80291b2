import { type CasePair, mean } from './casePair.ts';
import { studentTQuantile } from './studentT.ts';

/** Lower and upper end of a difference, each in -1..1. */
export type Interval = readonly [low: number, high: number];

/** The 97.5% point of the standard normal distribution. */
const normal95 = 1.959964;

/** Squared errors below this come from rounding alone. */
const noSpread = 1e-12;

/** What one case adds to the interval. */
interface Spread {
  readonly difference: number;
  /** Estimated variance of the difference, plus the part that a true difference adds to it. */
  readonly variance: number;
  /** Share of the squared mean difference contained in `variance`. */
  readonly shift: number;
  /** 1/old + 1/new samples. */
  readonly h: number;
}

/**
 * A 95% interval of the mean difference over this suite's cases, or null without any case.
 *
 * With at most two score levels: the adjusted Wald interval for paired proportions, extended to
 * several samples per case. It never has width zero. Source: Bonett, Price, Adjusted Wald
 * confidence interval for a difference of binomial proportions based on paired data, 2012; Agresti,
 * Min, Simple improved confidence intervals for comparing matched proportions, 2005.
 * With more levels: Student's t on the same variances ("Student", 1908; Miller, Adding Error Bars
 * to Evals, 2024). Where that variance is zero, the first formula is used.
 *
 * A case with as many old as new samples contributes its pooled within-case variance, any other
 * its squared difference; a suite of only one sort gives the textbook formula.
 */
export function differenceInterval(
  pairs: readonly CasePair[],
  twoLevels: boolean,
): Interval | null {
  const n = pairs.length;
  if (n === 0) return null;
  let differences = 0;
  let variances = 0;
  let shifts = 0;
  let h = 0;
  for (const pair of pairs) {
    const spread = caseSpread(pair);
    differences += spread.difference;
    variances += spread.variance;
    shifts += spread.shift;
    h += spread.h;
  }
  shifts /= n;
  h /= n;
  if (!twoLevels && n > 1) {
    const c = differences / n;
    const squared = (variances - n * c * c * shifts) / (n * (n - 1));
    if (squared > noSpread) return around(c, studentTQuantile(n - 1) * Math.sqrt(squared));
  }
  const size = n + h;
  const c = differences / size;
  const squared = (variances + (h * h) / 2 - size * c * c * shifts) / (size * size);
  const [low, high] = around(c, normal95 * Math.sqrt(Math.max(0, squared)));
  // The centre is drawn towards 0: on a few cases that moved alike, the estimate itself could lie outside.
  const estimate = differences / n;
  return [Math.min(low, estimate), Math.max(high, estimate)];
}

function caseSpread(pair: CasePair): Spread {
  const oldCount = pair.old.length;
  const newCount = pair.new.length;
  const oldMean = mean(pair.old);
  const newMean = mean(pair.new);
  const difference = newMean - oldMean;
  const h = 1 / oldCount + 1 / newCount;
  if (oldCount !== newCount) {
    return { difference, variance: difference * difference, shift: 1, h };
  }
  const all = oldCount + newCount;
  const middle = (oldMean * oldCount + newMean * newCount) / all;
  let squares = 0;
  for (const score of pair.old) squares += (score - middle) ** 2;
  for (const score of pair.new) squares += (score - middle) ** 2;
  return { difference, variance: (h * squares) / (all - 1), shift: 1 / (all - 1), h };
}

function around(centre: number, half: number): Interval {
  return [Math.max(-1, centre - half), Math.min(1, centre + half)];
}
