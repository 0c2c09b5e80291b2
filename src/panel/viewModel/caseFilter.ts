import type { CaseFilter, CaseRow } from '../slices/cases.ts';
import type { MetricRow } from '../slices/metrics.ts';
import { orderingForMetric } from './caseOrder.ts';

/** Everything of a case that text is looked for in, in lower case. */
export type SearchText = (caseId: string) => readonly string[];

/** Rows between two chances to let others work, where no text is looked for. */
const stepRows = 200;

/**
 * The rows that a filter lets through, in small steps. A metric's filter also orders them by that metric, unless
 * `isFixed`.
 */
export function* filtering(
  rows: readonly CaseRow[],
  metrics: readonly MetricRow[],
  filter: CaseFilter,
  search: SearchText,
  isFixed = false,
): Generator<void, readonly CaseRow[]> {
  const verdicts = new Set(filter.verdicts);
  const words = filter.text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const metric = metrics.findIndex((row) => row.id === filter.metric);
  const goal = metrics.flatMap((row, index) => (row.goal === filter.goal ? [index] : []));
  const isIn = (row: CaseRow) => {
    if (verdicts.size > 0 && !verdicts.has(row.verdict)) return false;
    if (filter.tag !== null && !row.tags.includes(filter.tag)) return false;
    if (filter.metric !== null && !hasScores(row, metric)) return false;
    if (filter.goal !== null && !goal.some((index) => hasScores(row, index))) return false;
    if (words.length === 0) return true;
    const texts = search(row.id);
    return words.every((word) => texts.some((text) => text.includes(word)));
  };
  const found: CaseRow[] = [];
  for (const [index, row] of rows.entries()) {
    if (isIn(row)) found.push(row);
    if (words.length > 0 || index % stepRows === 0) yield;
  }
  const isOrdered = filter.metric !== null && metric >= 0 && !isFixed;
  return isOrdered ? yield* orderingForMetric(found, metric) : found;
}

function hasScores(row: CaseRow, metric: number): boolean {
  if (metric < 0) return false;
  return (row.counts[metric * 4 + 1] ?? 0) > 0 || (row.counts[metric * 4 + 3] ?? 0) > 0;
}
