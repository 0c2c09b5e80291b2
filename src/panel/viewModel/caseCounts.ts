import type { CaseResult } from '../../core/results/runResult.ts';

/** Passed and scored samples of a case, per metric in the order of the metrics table: two numbers each. */
type SideCounts = readonly number[];

/**
 * Counts passed samples of cases once per case and list of metrics: cases are not changed in place. Lists of the same numbers
 * are one list: most cases of a suite are alike, and thousands of lists would have to be collected.
 */
export class CaseCounter {
  private readonly indexOf: ReadonlyMap<string, number>;
  private readonly known = new WeakMap<CaseResult, SideCounts>();
  private readonly shared = new Map<string, SideCounts>();
  private readonly pairs = new Map<SideCounts, Map<SideCounts, readonly number[]>>();
  private readonly nothing: SideCounts;

  constructor(metricIds: readonly string[]) {
    this.indexOf = new Map(metricIds.map((id, index) => [id, index]));
    this.nothing = new Array<number>(metricIds.length * 2).fill(0);
  }

  /** Old and new counts side by side: old passed, old scored, new passed, new scored, per metric. */
  sideBySide(old: CaseResult | undefined, now: CaseResult | undefined): readonly number[] {
    const before = this.count(old);
    const after = this.count(now);
    const ofOld = this.pairs.get(before) ?? new Map<SideCounts, readonly number[]>();
    this.pairs.set(before, ofOld);
    const known = ofOld.get(after);
    if (known !== undefined) return known;
    const both: number[] = [];
    for (let at = 0; at < after.length; at += 2) {
      both.push(before[at] ?? 0, before[at + 1] ?? 0, after[at] ?? 0, after[at + 1] ?? 0);
    }
    ofOld.set(after, both);
    return both;
  }

  private count(item: CaseResult | undefined): SideCounts {
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
    const key = counts.join();
    const same = this.shared.get(key) ?? counts;
    this.shared.set(key, same);
    this.known.set(item, same);
    return same;
  }
}
