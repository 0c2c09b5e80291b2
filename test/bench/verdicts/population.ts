import type { CasePair } from '../../../src/core/compare/statistics/casePair.ts';

/** Numbers in [0, 1). */
export type Random = () => number;

/** How the new version differs from the old one. */
export type Change = 'none' | 'spread' | 'broken';

/** Pass chances of one metric's cases under both versions. */
export interface Chances {
  readonly old: Float64Array;
  readonly new: Float64Array;
}

/** Pass chances drawn from Beta(2, 0.5): mean 0.80, many stable cases and a few shaky ones. */
export function drawChances(n: number, change: Change, drop: number, random: Random): Chances {
  const old = Float64Array.from({ length: n }, () => beta(random));
  switch (change) {
    case 'none':
      return { old, new: old };
    case 'spread':
      return { old, new: lowered(old, drop) };
    case 'broken':
      return { old, new: broken(old, drop, random) };
  }
}

/** Subtracts one amount from every case, cut at 0, so that the mean falls by exactly `drop`. */
function lowered(old: Float64Array, drop: number): Float64Array {
  let low = 0;
  let high = 1;
  const target = Math.min(drop, mean(old));
  for (let i = 0; i < 50; i++) {
    const by = (low + high) / 2;
    const lost = mean(old.map((p) => Math.min(p, by)));
    if (lost < target) low = by;
    else high = by;
  }
  return old.map((p) => Math.max(0, p - high));
}

/** Breaks random cases for good until the mean has fallen by exactly `drop`. */
function broken(old: Float64Array, drop: number, random: Random): Float64Array {
  const fresh = Float64Array.from(old);
  const order = Array.from(old.keys());
  let left = drop * old.length;
  while (left > 1e-12 && order.length > 0) {
    const [i = 0] = order.splice(Math.floor(random() * order.length), 1);
    const lost = Math.min(left, old[i] ?? 0);
    fresh[i] = (old[i] ?? 0) - lost;
    left -= lost;
  }
  return fresh;
}

/** A simulated model whose calls are scored by several metrics with correlated outcomes. */
export class SimulatedModel {
  private readonly metrics: readonly Chances[];
  private readonly common: number;
  private readonly random: Random;

  /** @param correlation of two metrics' luck on one call */
  constructor(metrics: readonly Chances[], correlation: number, random: Random) {
    this.metrics = metrics;
    this.common = Math.sqrt(correlation);
    this.random = random;
  }

  /** Scores of one call, 0 or 1 per metric. */
  call(version: keyof Chances, index: number): number[] {
    const shared = this.random();
    return this.metrics.map((metric) => {
      const luck = this.random() < this.common ? shared : this.random();
      return luck < (metric[version][index] ?? 0) ? 1 : 0;
    });
  }
}

/** Scores of a finished run of fixed size; each call is missing with the chance given. */
export function finishedRun(
  chances: Chances,
  rounds: { readonly old: number; readonly new: number },
  random: Random,
  missing = 0,
): CasePair[] {
  const draw = (p: number, count: number): number[] => {
    const scores: number[] = [];
    for (let i = 0; i < count; i++) {
      if (missing > 0 && random() < missing) continue;
      scores.push(random() < p ? 1 : 0);
    }
    return scores;
  };
  return Array.from(chances.old, (p, i) => ({
    id: `${i}`,
    old: draw(p, rounds.old),
    new: draw(chances.new[i] ?? 0, rounds.new),
  }));
}

export function mean(values: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count++;
  }
  return sum / count;
}

/** Beta(2, 0.5) as Gamma(2) / (Gamma(2) + Gamma(0.5)). */
function beta(random: Random): number {
  const two = -Math.log((1 - random()) * (1 - random()));
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return two / (two + (normal * normal) / 2);
}
