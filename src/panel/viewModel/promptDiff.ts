import type { PromptDiffRow, PromptDiffSlice, Segment, SegmentKind } from '../slices.ts';
import type { PanelInput } from '../source.ts';
import { diffLines, diffWords, type LineChange } from './textDiff.ts';

/** Equal lines kept around a change. */
const context = 2;
/** Rows sent at first; the rest on demand. */
export const maxPromptRows = 120;
/** Longer lines are compared as a whole and cut for display (UTF-16 units). */
const maxLine = 2000;

/**
 * The prompt comparison. `metrics` are those of the metrics table, in its order. With `isWhole` nothing
 * is left out but the middle of very long lines.
 */
export function promptDiff(
  input: Pick<PanelInput, 'old' | 'new' | 'causes'>,
  metrics: readonly { readonly guards?: string | null }[],
  isWhole = false,
): PromptDiffSlice {
  const empty = { added: 0, removed: 0, rows: [], omitted: 0, isCoarse: false };
  if (input.old === undefined || input.new === undefined) return { status: 'none', ...empty };
  if (input.old.source === input.new.source && !isWhole) return { status: 'same', ...empty };
  const { changes, isCoarse } = diffLines(linesOf(input.old.source), linesOf(input.new.source));
  const rows = markCauses(markGuarded(rowsOf(changes), metrics), input.causes ?? []);
  const shown = isWhole ? rows : withGaps(rows);
  const limit = isWhole ? shown.length : maxPromptRows;
  return {
    status: rows.some((row) => row.kind !== 'same') ? 'changed' : 'same',
    added: rows.filter((row) => row.kind === 'added').length,
    removed: rows.filter((row) => row.kind === 'removed').length,
    rows: shown.slice(0, limit),
    omitted: Math.max(0, shown.length - limit),
    isCoarse,
  };
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function rowsOf(changes: readonly LineChange[]): PromptDiffRow[] {
  const rows: PromptDiffRow[] = [];
  let oldLine = 0;
  let newLine = 0;
  for (const [index, change] of changes.entries()) {
    const next = changes[index + 1];
    const before = changes[index - 1];
    for (const [at, line] of change.lines.entries()) {
      const partner =
        change.kind === 'removed' && next?.kind === 'added'
          ? next.lines[at]
          : change.kind === 'added' && before?.kind === 'removed'
            ? before.lines[at]
            : undefined;
      rows.push({
        kind: change.kind,
        oldLine: change.kind === 'added' ? null : oldLine++,
        newLine: change.kind === 'removed' ? null : newLine++,
        segments: segmentsOf(change.kind, line, partner),
        hidden: 0,
        guardedBy: [],
        cause: null,
      });
    }
  }
  return rows;
}

/** The line itself, with the words that its partner on the other side lacks marked. */
function segmentsOf(kind: SegmentKind, line: string, partner: string | undefined): Segment[] {
  if (line === '') return [];
  const text = line.length > maxLine ? `${line.slice(0, maxLine)} \u2026` : line;
  if (kind === 'same' || partner === undefined || line.length + partner.length > 2 * maxLine) {
    return [{ kind: 'same', text }];
  }
  const words =
    kind === 'removed' ? diffWords(line, partner).segments : diffWords(partner, line).segments;
  const own = words.filter((segment) => segment.kind === 'same' || segment.kind === kind);
  const same = own.reduce((sum, s) => sum + (s.kind === 'same' ? s.text.trim().length : 0), 0);
  // Where little is common, marking nearly every word says less than the line's own colour.
  return same * 3 < line.length ? [{ kind: 'same', text }] : own;
}

function markGuarded(
  rows: readonly PromptDiffRow[],
  metrics: readonly { readonly guards?: string | null }[],
): PromptDiffRow[] {
  const guards = metrics.map((metric) =>
    (metric.guards ?? '')
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  return rows.map((row) => {
    const text = row.segments.map((segment) => segment.text).join('');
    const guardedBy = guards.flatMap((lines, index) =>
      lines.some((line) => text.includes(line)) ? [index] : [],
    );
    return guardedBy.length === 0 ? row : { ...row, guardedBy };
  });
}

/** Puts each sentence on the first changed line at its place, or the one before it. */
function markCauses(
  rows: readonly PromptDiffRow[],
  causes: NonNullable<PanelInput['causes']>,
): readonly PromptDiffRow[] {
  if (causes.length === 0) return rows;
  const texts = new Map<number, string>();
  for (const { line, text } of causes) {
    const at = blockAt(rows, line);
    if (at !== undefined) texts.set(at, [texts.get(at), text].filter(Boolean).join(' '));
  }
  return rows.map((row, index) => ({ ...row, cause: texts.get(index) ?? null }));
}

/** First row of the changed block that holds or touches a line of the new text. */
function blockAt(rows: readonly PromptDiffRow[], line: number): number | undefined {
  let first: number | undefined;
  let nextLine = 0;
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'same') {
      if (first !== undefined && nextLine >= line) return first;
      first = undefined;
    } else first ??= index;
    if (row.newLine !== null) nextLine = row.newLine + 1;
  }
  return first;
}

function withGaps(rows: readonly PromptDiffRow[]): PromptDiffRow[] {
  const near = new Uint8Array(rows.length);
  for (const [index, row] of rows.entries()) {
    if (row.kind !== 'same') near.fill(1, Math.max(0, index - context), index + context + 1);
  }
  const shown: PromptDiffRow[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) continue;
    if (near[index] === 1) {
      shown.push(row);
      continue;
    }
    let end = index;
    while (end < rows.length && near[end] === 0) end++;
    // A gap of one line would take as much room as the line.
    if (end - index === 1) shown.push(row);
    else {
      shown.push({ ...row, kind: 'gap', segments: [], hidden: end - index, guardedBy: [] });
      index = end - 1;
    }
  }
  return shown;
}
