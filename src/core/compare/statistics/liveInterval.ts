import { suiteStakes } from './eProcess.ts';
import type { Interval } from './interval.ts';

/**
 * An interval of the mean difference that holds at every moment of a live run with 95% confidence,
 * or null before the first pair. Both ends lie on a grid of 0.001 inside -0.999..0.999.
 *
 * It collects the means against which neither direction of betting has won enough.
 * Source: Waudby-Smith, Ramdas, Estimating means of bounded random variables by betting, 2024
 * (section on live evidence).
 *
 * @param differences new score minus old score per pair, each in -1..1
 */
export function liveInterval(differences: readonly number[], alpha = 0.05): Interval | null {
  if (differences.length === 0) return null;
  const counts = new Map<number, number>();
  for (const d of differences) counts.set(d, (counts.get(d) ?? 0) + 1);
  let low: number | undefined;
  let high = 0;
  for (let step = -999; step <= 999; step++) {
    const centre = step / 1000;
    if ((capital(counts, centre, 1) + capital(counts, centre, -1)) / 2 < 1 / alpha) {
      low ??= centre;
      high = centre;
    }
  }
  return low === undefined ? null : [low, high];
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
