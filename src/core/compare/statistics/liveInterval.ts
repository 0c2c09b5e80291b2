import { suiteStakes } from './eProcess.ts';
import type { Interval } from './interval.ts';

/**
 * An interval of the mean difference that holds at every moment of a live run with 95% confidence,
 * or null before the first pair. Both ends lie on a grid of 0.001 inside -0.999..0.999.
 *
 * It collects the means against which neither direction of betting has won enough.
 * Source: Waudby-Smith, Ramdas, Estimating means of bounded random variables by betting, 2024.
 *
 * @param differences new score minus old score per pair, each in -1..1
 */
export function liveInterval(differences: readonly number[], alpha = 0.05): Interval | null {
  if (differences.length === 0) return null;
  const counts = new Map<number, number>();
  for (const d of differences) counts.set(d, (counts.get(d) ?? 0) + 1);
  // Both directions' capitals together must stay below this.
  const limit = 2 / alpha;
  const against = (step: number, side: 1 | -1) => capital(counts, step / 1000, side);
  const isIn = (step: number) => against(step, 1) + against(step, -1) < limit;
  // Capital on "more than this mean" falls as the mean grows, and the other one rises: beyond these steps one alone is too much.
  let low = firstStep((step) => against(step, 1) < limit);
  let high = lastStep((step) => against(step, -1) < limit);
  while (low <= high && !isIn(low)) low++;
  while (low <= high && !isIn(high)) high--;
  return low > high ? null : [low / 1000, high / 1000];
}

const lastOfGrid = 999;

/** The first step of the grid of which something is true that is true of all later ones; past the grid where there is none. */
function firstStep(isTrue: (step: number) => boolean): number {
  let from = -lastOfGrid;
  let to = lastOfGrid + 1;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isTrue(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The last step of the grid of which something is true that is true of all earlier ones. */
function lastStep(isTrue: (step: number) => boolean): number {
  // Not a minus in front: zero has no sign here.
  return 0 - firstStep((step) => isTrue(-step));
}

function capital(counts: ReadonlyMap<number, number>, centre: number, side: 1 | -1): number {
  let sum = 0;
  for (const stake of suiteStakes) {
    let log = 0;
    for (const [d, count] of counts) {
      log += count * Math.log1p((side * stake * (d - centre)) / (1 + side * centre));
    }
    sum += Math.exp(log);
  }
  return sum / suiteStakes.length;
}
