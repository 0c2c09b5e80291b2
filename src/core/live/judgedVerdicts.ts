import { needsMeans } from '../metrics/needsMeans.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import type { MetricSpec } from '../suite/suite.ts';
import type { Evaluated } from './evaluated.ts';

/** A verdict that a person can call right or wrong. */
export interface JudgedVerdict {
  readonly metric: MetricSpec;
  readonly caseId: string;
  readonly trial: number;
  /** What the judge said. */
  readonly passed: boolean;
  readonly explanation: string;
  readonly reply: string;
}

const everyStage = ['real-time', 'async', 'offline'] as const;

/** All verdicts of judges in a result, in the order of its cases. Code of the suite's own is no judge. */
export function judgedVerdicts(
  { run, target }: Pick<Evaluated, 'run' | 'target'>,
  registry: MetricRegistry,
): readonly JudgedVerdict[] {
  const metrics = new Map(
    metricsInUse(target.suite, target.cases, everyStage)
      .filter(
        ({ type, parameters }) =>
          type !== 'javascript' && type !== 'command' && needsMeans(registry, type, parameters),
      )
      .map((metric) => [metric.id, metric]),
  );
  return run.cases.flatMap(({ id, trials }) =>
    trials.flatMap(({ trial, output, scores }) =>
      scores.flatMap((score): readonly JudgedVerdict[] => {
        const metric = metrics.get(score.metric);
        if (metric === undefined || score.passed === null || output === null) return [];
        const { passed, explanation } = score;
        return [{ metric, caseId: id, trial, passed, explanation, reply: output }];
      }),
    ),
  );
}
