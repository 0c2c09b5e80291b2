import { sorting } from '../slicedSort.ts';
import type { CaseRow } from '../slices/cases.ts';
import type { MetricRow } from '../slices/metrics.ts';
import { rowVerdicts } from '../slices/verdicts.ts';

const severityWeight = { error: 1000, warning: 100, information: 10, hint: 1 };
/** Rows between two chances to let others work. */
const stepRows = 500;

const verdictRank = new Map<string, number>(rowVerdicts.map((verdict, index) => [verdict, index]));

/**
 * Rows as a reviewer wants them: worst verdict first; inside it, the larger loss weighted by the metric's
 * severity; then the order of the suite. In small steps, as every order here of many rows.
 */
export function* ordering(
  rows: readonly CaseRow[],
  metrics: readonly MetricRow[],
): Generator<void, CaseRow[]> {
  const weights = metrics.map((metric) => severityWeight[metric.severity]);
  const keyed: { row: CaseRow; index: number; rank: number; loss: number }[] = [];
  for (const [index, row] of rows.entries()) {
    const rank = verdictRank.get(row.verdict) ?? rowVerdicts.length;
    keyed.push({ row, index, rank, loss: loss(row.counts, weights) });
    if (index % stepRows === stepRows - 1) yield;
  }
  const sorted = yield* sorting(
    keyed,
    (a, b) => a.rank - b.rank || b.loss - a.loss || a.index - b.index,
  );
  return sorted.map(({ row }) => row);
}

/** Rows in the order of an earlier list, so that nothing moves under the reader; new ones at the end. */
export function keepOrder(rows: readonly CaseRow[], earlier: readonly string[]): CaseRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = earlier.flatMap((id) => {
    const row = byId.get(id);
    return row !== undefined && byId.delete(id) ? [row] : [];
  });
  return [...kept, ...byId.values()];
}

/** Rows ordered for one metric: largest drop first, then those that fail, then the given order. */
export function* orderingForMetric(
  rows: readonly CaseRow[],
  metric: number,
): Generator<void, CaseRow[]> {
  const keyed: { row: CaseRow; drop: number; now: number }[] = [];
  for (const [index, row] of rows.entries()) {
    const [op = 0, os = 0, np = 0, ns = 0] = row.counts.slice(metric * 4, metric * 4 + 4);
    const now = ns === 0 ? 1 : np / ns;
    keyed.push({ row, drop: os === 0 || ns === 0 ? 0 : Math.min(0, now - op / os), now });
    if (index % stepRows === stepRows - 1) yield;
  }
  const sorted = yield* sorting(keyed, (a, b) => a.drop - b.drop || a.now - b.now);
  return sorted.map(({ row }) => row);
}

/** How much a case lost: drops of its pass rates weighted by severity; without an old side its failures. */
function loss(counts: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    const oldScored = counts[index * 4 + 1] ?? 0;
    const newScored = counts[index * 4 + 3] ?? 0;
    if (newScored === 0) continue;
    const now = (counts[index * 4 + 2] ?? 0) / newScored;
    const before = oldScored === 0 ? 1 : (counts[index * 4] ?? 0) / oldScored;
    sum += Math.max(0, before - now) * weight;
  }
  return sum;
}
