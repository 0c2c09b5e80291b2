import type { CaseResult } from '../../core/results/runResult.ts';

/** Passed and scored samples of a case, per metric in the order of the metrics table: two numbers each. */
export type SideCounts = readonly number[];

/** Counts passed samples of cases once per case and list of metrics: cases are not changed in place. */
export class CaseCounter {
  private readonly indexOf: ReadonlyMap<string, number>;
  private readonly known = new WeakMap<CaseResult, SideCounts>();
  private readonly nothing: SideCounts;

  constructor(metricIds: readonly string[]) {
    this.indexOf = new Map(metricIds.map((id, index) => [id, index]));
    this.nothing = new Array<number>(metricIds.length * 2).fill(0);
  }

  count(item: CaseResult | undefined): SideCounts {
    if (item === undefined) return this.nothing;
    const known = this.known.get(item);
    if (known !== undefined) return known;
    const counts = [...this.nothing];
    for (const trial of item.trials) {
      for (const score of trial.scores) {
        const index = this.indexOf.get(score.metric);
        if (index === undefined || score.status !== 'scored') continue;
        counts[index * 2] = (counts[index * 2] ?? 0) + (score.passed === true ? 1 : 0);
        counts[index * 2 + 1] = (counts[index * 2 + 1] ?? 0) + 1;
      }
    }
    this.known.set(item, counts);
    return counts;
  }
}

/** Old and new counts side by side: old passed, old scored, new passed, new scored, per metric. */
export function sideBySide(old: SideCounts, now: SideCounts): number[] {
  const both: number[] = [];
  for (let at = 0; at < now.length; at += 2) {
    both.push(old[at] ?? 0, old[at + 1] ?? 0, now[at] ?? 0, now[at + 1] ?? 0);
  }
  return both;
}
