import type { Comparison, Verdict } from '../compare/comparison.ts';
import type { MetricSummary } from '../results/runResult.ts';
import type { Goal } from '../suite/suite.ts';

/** A goal and how the metrics that serve it do. */
export interface GoalSummary {
  /** Absent: the metrics that name no goal. */
  readonly goal?: Pick<Goal, 'id' | 'text'>;
  readonly metrics: readonly string[];
  /**
   * Mean of the pass rates of its metrics, each weighted by its severity; null where nothing was scored. Of a metric that was
   * compared: over the cases of both sides, as its own row has it.
   */
  readonly rate: number | null;
  /** The same for the baseline, over the metrics that have a rate on both sides. */
  readonly before: number | null;
  /** The worst that is said of one of its metrics; absent without a comparison. */
  readonly verdict?: Verdict;
  /** Metrics that got worse. */
  readonly atRisk: readonly string[];
}

/** How much a metric counts for its goal: what is an error matters more than what is a hint. */
const weights: Readonly<Record<MetricSummary['severity'], number>> = {
  error: 8,
  warning: 4,
  information: 2,
  hint: 1,
};

const worst: readonly Verdict[] = ['regressed', 'inconclusive', 'improved', 'unchanged'];

/** Results by goal: those at risk first, then in the order of the suite; metrics without a goal last. */
export function goalSummaries(
  goals: readonly Pick<Goal, 'id' | 'text'>[],
  metrics: readonly MetricSummary[],
  comparison?: Pick<Comparison, 'metrics'>,
): readonly GoalSummary[] {
  const known = new Set(goals.map(({ id }) => id));
  const groups: GoalSummary[] = goals.map(({ id, text }) =>
    summary(
      metrics.filter((metric) => metric.goal === id),
      comparison,
      { id, text },
    ),
  );
  const rest = metrics.filter(({ goal }) => goal === undefined || !known.has(goal));
  if (rest.length > 0) groups.push(summary(rest, comparison));
  return groups
    .filter(({ metrics: own }) => own.length > 0)
    .toSorted((a, b) => Number(b.atRisk.length > 0) - Number(a.atRisk.length > 0));
}

function summary(
  metrics: readonly MetricSummary[],
  comparison: Pick<Comparison, 'metrics'> | undefined,
  goal?: Pick<Goal, 'id' | 'text'>,
): GoalSummary {
  const compared = new Map(comparison?.metrics.map((metric) => [metric.id, metric]));
  const verdicts = metrics.flatMap(({ id }) => compared.get(id)?.verdict ?? []);
  const verdict = worst.find((item) => verdicts.includes(item));
  return {
    ...(goal !== undefined && { goal }),
    metrics: metrics.map(({ id }) => id),
    rate: weighted(
      metrics.map(({ id, severity, passRate }) => [
        weights[severity],
        compared.get(id)?.new ?? passRate,
      ]),
    ),
    before: weighted(
      metrics.map(({ id, severity }) => [weights[severity], compared.get(id)?.old ?? null]),
    ),
    ...(verdict !== undefined && { verdict }),
    atRisk: metrics
      .filter(({ id }) => compared.get(id)?.verdict === 'regressed')
      .map(({ id }) => id),
  };
}

/** The mean of what is known; null where nothing is. */
function weighted(parts: readonly (readonly [number, number | null])[]): number | null {
  let sum = 0;
  let total = 0;
  for (const [weight, value] of parts) {
    if (value === null) continue;
    sum += weight * value;
    total += weight;
  }
  return total === 0 ? null : sum / total;
}
