import type { RunResult } from '../results/runResult.ts';
import { addCase, type CaseBits, caseBits } from './caseBits.ts';

/** What one metric said of the cases of a run; a case stands in both sets where its trials disagree. */
export interface MetricOutcomes {
  readonly metric: string;
  /** Cases with a trial that passed. */
  readonly passed: CaseBits;
  /** Cases with a trial that did not. */
  readonly failed: CaseBits;
}

/** A run as the long view of metrics needs it: who passed and who failed, without texts. */
export interface RunOutcomes {
  readonly run: string;
  /** Id of the prompt version. */
  readonly promptVersion: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Ids of the cases, by the index that the sets use. */
  readonly cases: readonly string[];
  readonly metrics: readonly MetricOutcomes[];
}

/** The outcomes of a run. What was skipped or could not be scored stands in no set. */
export function outcomesOf(run: RunResult): RunOutcomes {
  const cases = run.cases.map(({ id }) => id);
  const metrics = new Map<string, MetricOutcomes>();
  for (const { id } of run.metrics)
    metrics.set(id, {
      metric: id,
      passed: caseBits(cases.length),
      failed: caseBits(cases.length),
    });
  run.cases.forEach(({ trials }, index) => {
    for (const { scores } of trials)
      for (const { metric, passed } of scores) {
        const outcomes = metrics.get(metric);
        if (outcomes === undefined || passed === null) continue;
        addCase(passed ? outcomes.passed : outcomes.failed, index);
      }
  });
  return {
    run: run.id,
    promptVersion: run.promptVersion,
    time: run.startedAt,
    cases,
    metrics: [...metrics.values()],
  };
}
