import type { Case, MetricSpec, Stage, Suite } from './suite.ts';

/** The metrics that judge a case: the suite's, then its own; only those of the stages asked for. */
export function metricsFor(
  suite: Pick<Suite, 'metrics'>,
  stages: readonly Stage[],
): (item: Case) => readonly MetricSpec[] {
  const isAsked = (metric: MetricSpec) => stages.includes(metric.stage);
  const shared = suite.metrics.filter(isAsked);
  return (item) =>
    item.metrics.length === 0 ? shared : [...shared, ...item.metrics.filter(isAsked)];
}

/** All metrics that a suite and its cases use, each id once: the suite's own first. */
export function metricsInUse(
  suite: Pick<Suite, 'metrics'>,
  cases: readonly Case[],
  stages: readonly Stage[],
): readonly MetricSpec[] {
  const byId = new Map<string, MetricSpec>();
  for (const metric of [...suite.metrics, ...cases.flatMap((item) => item.metrics)]) {
    if (stages.includes(metric.stage) && !byId.has(metric.id)) byId.set(metric.id, metric);
  }
  return [...byId.values()];
}
