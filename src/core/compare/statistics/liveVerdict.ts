import { type Direction, type Evidence, liveChance } from './eProcess.ts';
import { holm } from './holm.ts';
import { isAtMost, type LiveChances } from './verdict.ts';

/** Share of the error rate per save that live evidence may use; the rest is the final test's. */
export const defaultLiveAlpha = 0.03;

/** Error rate of the final test after Resolve, where live verdicts were shown before. */
export const defaultFinalAlpha = 0.02;

/**
 * Live chances of each metric and direction, adjusted over metrics.
 *
 * Holm's method works on two over the highest evidence of a metric's stronger direction; the other
 * direction of the same metric is adjusted for all metrics at once. Averages over metrics would
 * not be valid on running maxima.
 * Source: Sture Holm, 1979; Tavyrikov, Goeman, de Heide, Carefree multiple testing with
 * e-processes, 2025 (sections on several metrics and live evidence).
 */
export function liveChances(
  evidences: readonly Evidence[],
  alpha: number = defaultLiveAlpha,
): LiveChances[] {
  const worse = evidences.map((evidence) => liveChance(evidence, 'worse'));
  const better = evidences.map((evidence) => liveChance(evidence, 'better'));
  const adjusted = holm(worse.map((p, i) => Math.min(p, better[i] ?? 1)));
  return evidences.map((_, i) => {
    const w = worse[i] ?? 1;
    const b = better[i] ?? 1;
    const whole = adjusted[i] ?? 1;
    const direction = (own: number, other: number): number =>
      own <= other ? whole : Math.max(whole, Math.min(1, own * evidences.length));
    return { worse: direction(w, b), better: direction(b, w), alpha };
  });
}

/** Whether live evidence carries a claim in this direction. */
export function isClaimed(chances: LiveChances | undefined, direction: Direction): boolean {
  return chances !== undefined && isAtMost(chances[direction], chances.alpha);
}
