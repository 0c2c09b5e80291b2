import type { MetricComparison } from '../../core/compare/comparison.ts';
import { rerunText, toldVerdict } from '../../core/compare/toldVerdict.ts';
import { goalSummaries } from '../../core/goals/goalSummary.ts';
import type { MetricSummary, RunResult } from '../../core/results/runResult.ts';
import type { GoalRow, MetricRow, MetricTableSlice } from '../slices/metrics.ts';
import type { PanelInput, PanelMetric } from '../source.ts';

const severityOrder = ['error', 'warning', 'information', 'hint'];

/**
 * The metrics table: grouped by goal in the suite's order, goals that got worse first; inside a goal worse
 * metrics first, then by severity. Metrics that only the runs know come last.
 */
export function metricTable(input: PanelInput): MetricTableSlice {
  const run = input.new?.run;
  const oldRun = input.old?.run;
  const compared = new Map(input.comparison?.metrics.map((metric) => [metric.id, metric]));
  const goals = new Map(input.suite.goals.map((goal) => [goal.id, goal.text]));
  const rows = knownMetrics(input, run, oldRun).map((metric) =>
    metricRow(metric, goals, {
      compared: compared.get(metric.id),
      now: run?.metrics.find((summary) => summary.id === metric.id),
      before: oldRun?.metrics.find((summary) => summary.id === metric.id),
      earlier: input.trends?.get(metric.id) ?? [],
    }),
  );
  return { metrics: groupByGoal(rows), goals: goalRows(input, rows) };
}

/** Every goal that has metrics. A run that is compared counts with what the comparison says of it. */
function goalRows(input: PanelInput, rows: readonly MetricRow[]): GoalRow[] {
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const summaries = goalSummaries(
    input.suite.goals,
    input.new?.run?.metrics ?? [],
    input.comparison,
  );
  return summaries.flatMap(({ goal, rate, before, atRisk }) =>
    goal === undefined
      ? []
      : [{ goal: goal.text, rate, before, atRisk: atRisk.map((id) => names.get(id) ?? id) }],
  );
}

function knownMetrics(
  input: PanelInput,
  ...runs: readonly (RunResult | undefined)[]
): readonly PanelMetric[] {
  const byId = new Map(input.suite.metrics.map((metric) => [metric.id, metric]));
  for (const summary of runs.flatMap((run) => run?.metrics ?? [])) {
    if (!byId.has(summary.id)) byId.set(summary.id, summary);
  }
  return [...byId.values()];
}

function metricRow(
  metric: PanelMetric,
  goals: ReadonlyMap<string, string>,
  results: {
    readonly compared: MetricComparison | undefined;
    readonly now: MetricSummary | undefined;
    readonly before: MetricSummary | undefined;
    readonly earlier: readonly (number | null)[];
  },
): MetricRow {
  const { compared, now, before, earlier } = results;
  return {
    id: metric.id,
    name: metric.name,
    severity: metric.severity,
    stage: metric.stage,
    isJudged: metric.isJudged ?? false,
    goal: metric.goal === undefined ? null : (goals.get(metric.goal) ?? metric.goal),
    guards: metric.guards ?? null,
    target: metric.target ?? null,
    verdict: compared?.verdict ?? null,
    told: compared === undefined ? null : toldVerdict(compared),
    isMixed: compared?.isMixed ?? false,
    isSmall: compared?.isSmall ?? false,
    old: compared?.old ?? before?.passRate ?? null,
    new: compared?.new ?? now?.passRate ?? null,
    difference: compared?.difference ?? null,
    interval: compared?.interval ?? null,
    rerun: compared === undefined ? '' : rerunText(compared),
    passed: now?.passed ?? 0,
    scored: now?.scored ?? 0,
    failed: now?.failed ?? 0,
    summary: compared?.summary ?? '',
    trend: earlier.length === 0 ? [] : [...earlier, now?.passRate ?? null],
  };
}

function groupByGoal(rows: readonly MetricRow[]): MetricRow[] {
  const groups = new Map<string | null, MetricRow[]>();
  for (const row of rows) {
    const group = groups.get(row.goal);
    if (group === undefined) groups.set(row.goal, [row]);
    else group.push(row);
  }
  const worst = (group: readonly MetricRow[]) => Math.min(...group.map(rank));
  return [...groups]
    .sort(([a, x], [b, y]) => worst(x) - worst(y) || Number(a === null) - Number(b === null))
    .flatMap(([, group]) =>
      group.sort(
        (a, b) =>
          rank(a) - rank(b) ||
          severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity),
      ),
    );
}

/** Regressed metrics first; every other verdict keeps its place, so that little moves between runs. */
function rank(row: MetricRow): number {
  return row.verdict === 'regressed' ? 0 : 1;
}
