import type { Confirmed } from '../statistics/confirm.ts';
import {
  addConfirmation,
  addPair,
  type Direction,
  type Evidence,
  startEvidence,
} from '../statistics/eProcess.ts';
import { isClaimed, liveChances } from '../statistics/liveVerdict.ts';
import type { LiveChances } from '../statistics/verdict.ts';

/** What the pairs that were counted so far say of every metric. */
export class LiveEvidence {
  private readonly metrics: readonly string[];
  private readonly alpha: number;
  private readonly evidence: Evidence[];
  private lowest: readonly LiveChances[];

  /** @param alpha error rate given to live evidence, over all metrics */
  constructor(metrics: readonly string[], alpha: number) {
    this.metrics = metrics;
    this.alpha = alpha;
    this.evidence = metrics.map(() => startEvidence());
    this.lowest = liveChances(this.evidence, alpha);
  }

  /** Live chances per metric, adjusted over all of them: the lowest so far, so that a claim that was made stands. */
  get chances(): readonly LiveChances[] {
    return this.lowest;
  }

  /** The metrics of which it says that they moved this way. */
  claims(direction: Direction): readonly string[] {
    return this.metrics.filter((_, k) => isClaimed(this.lowest[k], direction));
  }

  /** Counts a pair of the screen: its difference by metric, where it has one. */
  addScreened(differenceOf: (metric: string) => number | undefined): void {
    let isNews = false;
    this.metrics.forEach((metric, k) => {
      const difference = differenceOf(metric);
      if (difference !== undefined) isNews = this.add(k, addPair, difference) || isNews;
    });
    if (isNews) this.lowerChances();
  }

  /** Counts a fresh pair of a case that had moved. */
  addConfirmed({ metric, direction, difference }: Confirmed): void {
    const isNews = this.add(
      this.metrics.indexOf(metric),
      (evidence, by) => addConfirmation(evidence, direction, by),
      difference,
    );
    if (isNews) this.lowerChances();
  }

  /** Adds a difference to a metric's evidence; true where that is now stronger than ever. */
  private add(
    k: number,
    adding: (evidence: Evidence, difference: number) => Evidence,
    difference: number,
  ): boolean {
    const before = this.evidence[k];
    if (before === undefined) return false;
    const after = adding(before, difference);
    this.evidence[k] = after;
    return (
      after.worse.highest > before.worse.highest || after.better.highest > before.better.highest
    );
  }

  private lowerChances(): void {
    const now = liveChances(this.evidence, this.alpha);
    this.lowest = now.map(({ worse, better, alpha }, k) => ({
      worse: Math.min(worse, this.lowest[k]?.worse ?? 1),
      better: Math.min(better, this.lowest[k]?.better ?? 1),
      alpha,
    }));
  }
}
