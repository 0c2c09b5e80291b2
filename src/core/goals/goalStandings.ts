import type { Comparison } from '../compare/comparison.ts';
import { toldVerdict } from '../compare/toldVerdict.ts';
import type { MetricSummary } from '../results/runResult.ts';
import type { Goal } from '../suite/suite.ts';
import { goalSummaries } from './goalSummary.ts';

/** What is said of one metric in a report. */
export type MetricStanding =
  | 'regressed'
  | 'below-target'
  | 'moved'
  | 'fine'
  | 'untargeted'
  | 'unknown';

/** What a report says of a goal. */
export interface GoalStanding {
  /** Absent: the metrics that name no goal. */
  readonly goal?: Pick<Goal, 'id' | 'text'>;
  /**
   * `at-risk`: one of its metrics got worse or is below its target. `untargeted`: log lines fail one, and no target says whether too
   * many do. `unknown`: nothing was scored.
   */
  readonly kind: 'at-risk' | 'untargeted' | 'holds' | 'unknown';
  /** Means weighted by severity, 0 to 1; see `goalSummaries`. */
  readonly rate: number | null;
  readonly before: number | null;
  readonly metrics: readonly MetricSummary[];
  readonly atRisk: readonly MetricSummary[];
  readonly untargeted: readonly MetricSummary[];
  /** Of which a comparison cannot tell yet. */
  readonly open: readonly MetricSummary[];
  /** Metrics that were scored. */
  readonly known: number;
}

/** How goals do: those at risk first, then in the order of the suite; the metrics without a goal last. */
export function goalStandings(
  goals: readonly Pick<Goal, 'id' | 'text'>[],
  metrics: readonly MetricSummary[],
  standingOf: (metric: MetricSummary) => MetricStanding,
  comparison?: Pick<Comparison, 'metrics'>,
): readonly GoalStanding[] {
  const byId = new Map(metrics.map((metric) => [metric.id, metric]));
  const inconclusive = new Set(
    comparison?.metrics
      .filter((metric) => toldVerdict(metric) === 'inconclusive')
      .map(({ id }) => id),
  );
  const found = goalSummaries(goals, metrics, comparison).map((summary): GoalStanding => {
    const own = summary.metrics.flatMap((id) => byId.get(id) ?? []);
    const of = (...kinds: readonly MetricStanding[]) =>
      own.filter((metric) => kinds.includes(standingOf(metric)));
    const atRisk = of('regressed', 'below-target');
    const untargeted = of('untargeted');
    const known = own.length - of('unknown').length;
    return {
      ...(summary.goal !== undefined && { goal: summary.goal }),
      kind:
        atRisk.length > 0
          ? 'at-risk'
          : known === 0
            ? 'unknown'
            : untargeted.length > 0
              ? 'untargeted'
              : 'holds',
      rate: summary.rate,
      before: comparison === undefined ? null : summary.before,
      metrics: own,
      atRisk,
      untargeted,
      open: own.filter(({ id }) => inconclusive.has(id)),
      known,
    };
  });
  return found.toSorted(
    (a, b) =>
      Number(a.goal === undefined) - Number(b.goal === undefined) ||
      Number(b.kind === 'at-risk') - Number(a.kind === 'at-risk'),
  );
}
