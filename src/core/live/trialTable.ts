import type { CaseResult, TrialResult } from '../results/runResult.ts';

/** Trials of one prompt version by case, as they come in; the newest of a number counts. */
export class TrialTable {
  private readonly cases = new Map<string, Map<number, TrialResult>>();

  add(caseId: string, trial: TrialResult): void {
    const trials = this.cases.get(caseId) ?? new Map<number, TrialResult>();
    this.cases.set(caseId, trials.set(trial.trial, trial));
  }

  /** In the order of their numbers. Calls that were broken off are left out: they say nothing. */
  of(caseId: string): readonly TrialResult[] {
    return [...(this.cases.get(caseId)?.values() ?? [])]
      .filter(({ error }) => error?.code !== 'aborted')
      .sort((a, b) => a.trial - b.trial);
  }

  /** The cases with these trials in place of their own, or added to them. */
  merged(cases: readonly CaseResult[]): readonly CaseResult[] {
    return cases.map((item) => {
      const added = this.cases.get(item.id);
      if (added === undefined) return item;
      if (item.trials.length === 0) return { ...item, trials: this.of(item.id) };
      const kept = item.trials.filter(({ trial }) => !added.has(trial));
      const trials = [...kept, ...this.of(item.id)].sort((a, b) => a.trial - b.trial);
      return { ...item, trials };
    });
  }
}
