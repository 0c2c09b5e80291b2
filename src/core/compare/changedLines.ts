import { diffLines, linesOf } from './lineDiff.ts';

/** Lines of the new text (0-based, inclusive) that differ from the old one. */
export interface ChangedLines {
  readonly first: number;
  readonly last: number;
  /** `removed-...`: nothing new stands here; the gap is behind the line that is named, or before it at the very top. */
  readonly kind: 'changed' | 'removed-behind' | 'removed-before';
  /** The old lines that were taken away here, without line ends. */
  readonly removed: readonly string[];
}

/** Where a text differs from an older one, in the order of the new text. */
export function changedLines(oldText: string, newText: string): readonly ChangedLines[] {
  const lines = linesOf(newText);
  const total = lines.length;
  const parts = diffLines(linesOf(oldText), lines);
  // Texts that differ almost everywhere are not worth a long search.
  if (parts === undefined) {
    return [{ first: 0, last: total - 1, kind: 'changed', removed: [] }];
  }
  const changes: ChangedLines[] = [];
  let line = 0;
  let removed: readonly string[] = [];
  for (const { kind, values } of parts) {
    if (kind === 'removed') {
      removed = values;
      continue;
    }
    if (kind === 'added') {
      changes.push({ first: line, last: line + values.length - 1, kind: 'changed', removed });
    } else if (removed.length > 0) {
      changes.push(gap(line, total, removed));
    }
    removed = [];
    line += values.length;
  }
  if (removed.length > 0) changes.push(gap(line, total, removed));
  return changes;
}

/** A gap has no lines of its own: the line before it stands for it, or the first line. */
function gap(line: number, total: number, removed: readonly string[]): ChangedLines {
  if (line === 0) return { first: 0, last: 0, kind: 'removed-before', removed };
  const before = Math.min(line - 1, total - 1);
  return { first: before, last: before, kind: 'removed-behind', removed };
}
