import { mulberry32 } from '../compare/statistics/mulberry32.ts';
import type { PeriodCount } from './rates.ts';

/** A day, or an hour, from which on a rate was another one. */
export interface ChangePoint {
  /** Begin of the first period of the new rate, as `PeriodCount` has it. */
  readonly start: string;
  /** Rates before (since the change point before it) and from then on (up to the next), 0 to 1. */
  readonly before: number;
  readonly after: number;
  /** Chance of so large a change in a log in which nothing changed. */
  readonly pValue: number;
}

export interface ChangePointOptions {
  /** Chance of any false change point in a log without one; default 0.01. */
  readonly alpha?: number;
  /** Changes smaller than this do not matter; default 0.05. */
  readonly margin?: number;
  /** Shuffles that the chance is estimated from; default 999. */
  readonly shuffles?: number;
}

/**
 * The days on which a rate changed, oldest first.
 *
 * Each stretch is split where the likelihood of two rates exceeds that of one most; the split counts when shuffled days seldom do as
 * well, and the halves are searched in the same way. Whole days are shuffled, so that days which differ more than their number of lines
 * explains (weekends) are no change. Sources: D. Hinkley, E. Hinkley, Inference about the change-point in a sequence of binomial variables,
 * 1970 (the statistic); L. Vostrikova, Detecting disorder in multidimensional random processes, 1981 (binary segmentation).
 */
export function changePoints(
  days: readonly PeriodCount[],
  options: ChangePointOptions = {},
): readonly ChangePoint[] {
  const known = days.filter(({ scored }) => scored > 0);
  const splits = splitsOf(known, 0, options).toSorted((a, b) => a.at - b.at);
  return splits.map(({ at, pValue }, index) => {
    const from = splits[index - 1]?.at ?? 0;
    const to = splits[index + 1]?.at ?? known.length;
    return {
      start: known[at]?.start ?? '',
      before: rateOf(known.slice(from, at)),
      after: rateOf(known.slice(at, to)),
      pValue,
    };
  });
}

interface Split {
  /** Index of the first day of the new rate. */
  readonly at: number;
  readonly pValue: number;
}

function splitsOf(
  days: readonly PeriodCount[],
  offset: number,
  options: ChangePointOptions,
): readonly Split[] {
  const { alpha = 0.01, margin = 0.05, shuffles = 999 } = options;
  const best = bestSplit(days);
  if (best === undefined) return [];
  const change = Math.abs(rateOf(days.slice(0, best.at)) - rateOf(days.slice(best.at)));
  if (change < margin) return [];
  const pValue = chance(days, best.gain, alpha, shuffles);
  if (pValue > alpha) return [];
  return [
    ...splitsOf(days.slice(0, best.at), offset, options),
    { at: offset + best.at, pValue },
    ...splitsOf(days.slice(best.at), offset + best.at, options),
  ];
}

/** The split with the largest gain in log-likelihood; undefined where there is nothing to split. */
function bestSplit(
  days: readonly PeriodCount[],
): { readonly at: number; readonly gain: number } | undefined {
  let passed = 0;
  let scored = 0;
  for (const day of days) {
    passed += day.passed;
    scored += day.scored;
  }
  const whole = logLikelihood(passed, scored);
  let best: { at: number; gain: number } | undefined;
  let leftPassed = 0;
  let leftScored = 0;
  for (let at = 1; at < days.length; at++) {
    leftPassed += days[at - 1]?.passed ?? 0;
    leftScored += days[at - 1]?.scored ?? 0;
    const gain =
      logLikelihood(leftPassed, leftScored) +
      logLikelihood(passed - leftPassed, scored - leftScored) -
      whole;
    if (best === undefined || gain > best.gain) best = { at, gain };
  }
  return best;
}

/** The chance of such a gain among shuffled days; stops as soon as it is surely above `alpha`. */
function chance(
  days: readonly PeriodCount[],
  gain: number,
  alpha: number,
  shuffles: number,
): number {
  const random = mulberry32(1);
  const order = [...days];
  let asLarge = 0;
  for (let shuffle = 1; shuffle <= shuffles; shuffle++) {
    for (let i = order.length - 1; i >= 1; i--) {
      const j = Math.floor(random() * (i + 1));
      const [a, b] = [order[i], order[j]];
      if (a === undefined || b === undefined) continue;
      order[i] = b;
      order[j] = a;
    }
    if ((bestSplit(order)?.gain ?? 0) >= gain - 1e-12) asLarge++;
    if ((1 + asLarge) / (shuffles + 1) > alpha) return (1 + asLarge) / (shuffle + 1);
  }
  return (1 + asLarge) / (shuffles + 1);
}

/** Of a binomial at its own rate, without the term that all splits share. */
function logLikelihood(passed: number, scored: number): number {
  const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / scored));
  return part(passed) + part(scored - passed);
}

function rateOf(days: readonly PeriodCount[]): number {
  let passed = 0;
  let scored = 0;
  for (const day of days) {
    passed += day.passed;
    scored += day.scored;
  }
  return scored === 0 ? 0 : passed / scored;
}
