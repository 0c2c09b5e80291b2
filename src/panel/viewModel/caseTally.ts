import type { CaseListSlice, CaseRow } from '../slices/cases.ts';
import { rowVerdicts } from '../slices/verdicts.ts';

/** Tags offered for filtering, most used first. */
const maxTags = 50;
/** Rows between two chances to let others work. */
const stepRows = 500;

/** How many rows there are of each verdict and tag, in small steps. */
export function* tallying(
  rows: readonly CaseRow[],
): Generator<void, Pick<CaseListSlice, 'total' | 'verdicts' | 'tags'>> {
  const verdicts = new Map<CaseRow['verdict'], number>();
  const tags = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    add(verdicts, row.verdict);
    for (const tag of row.tags) add(tags, tag);
    if (index % stepRows === stepRows - 1) yield;
  }
  return {
    total: rows.length,
    verdicts: [...verdicts]
      .sort(([a], [b]) => rowVerdicts.indexOf(a) - rowVerdicts.indexOf(b))
      .map(([verdict, count]) => ({ verdict, count })),
    tags: [...tags]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, maxTags)
      .map(([tag, count]) => ({ tag, count })),
  };
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
