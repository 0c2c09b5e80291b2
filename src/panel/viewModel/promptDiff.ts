import type { Edit } from '../../core/compare/editScript.ts';
import { diffLines, linesOf } from '../../core/compare/lineDiff.ts';
import { finished } from '../slicedWork.ts';
import type { PromptDiffRow, PromptDiffSlice } from '../slices/promptDiff.ts';
import type { Segment, SegmentKind } from '../slices/segments.ts';
import type { PanelInput } from '../source.ts';
import { diffWords } from './textDiff.ts';
import { unknownPrompt } from './unknownPrompt.ts';

/** Equal lines kept around a change. */
const context = 2;
/** Rows sent at first; the rest on demand. */
const maxPromptRows = 120;
/** Longer lines are compared as a whole and cut for display (UTF-16 units). */
const maxLine = 2000;

/** A row before the words that changed in it are looked for: most rows of a long comparison are not shown. */
interface Line extends Omit<PromptDiffRow, 'segments'> {
  readonly text: string;
  /** The line in its place on the other side. */
  readonly partner: string | undefined;
}

/**
 * The prompt comparison. `metrics` are those of the metrics table, in its order. With `isWhole` nothing
 * is left out but the middle of very long lines.
 */
export function promptDiff(
  input: Pick<PanelInput, 'old' | 'new' | 'causes'>,
  metrics: readonly { readonly guards?: string | null }[],
  isWhole = false,
): PromptDiffSlice {
  return finished(promptDiffing(input, metrics, isWhole));
}

/** The same in small steps, for a thread that others wait for. */
export function* promptDiffing(
  input: Pick<PanelInput, 'old' | 'new' | 'causes'>,
  metrics: readonly { readonly guards?: string | null }[],
  isWhole = false,
): Generator<void, PromptDiffSlice> {
  const empty = { note: '', added: 0, removed: 0, rows: [], omitted: 0, isCoarse: false };
  if (input.old === undefined || input.new === undefined) return { status: 'none', ...empty };
  const { source: before } = input.old;
  const { source: after } = input.new;
  if (before === undefined || after === undefined)
    return unknownPrompt(input.old, input.new, isWhole ? undefined : maxPromptRows);
  if (before === after && !isWhole) return { status: 'same', ...empty };
  yield;
  const old = linesOf(before);
  const now = linesOf(after);
  const found = diffLines(old, now);
  const changes = found ?? replaced(old, now);
  yield;
  const lines = markCauses(markGuarded(placed(changes), metrics), input.causes ?? []);
  yield;
  const shown = isWhole ? lines : withGaps(lines);
  const limit = isWhole ? shown.length : maxPromptRows;
  const rows: PromptDiffRow[] = [];
  for (const { text, partner, ...row } of shown.slice(0, limit)) {
    rows.push({ ...row, segments: row.kind === 'gap' ? [] : segmentsOf(row.kind, text, partner) });
    yield;
  }
  return {
    ...empty,
    status: lines.some((line) => line.kind !== 'same') ? 'changed' : 'same',
    added: lines.filter((line) => line.kind === 'added').length,
    removed: lines.filter((line) => line.kind === 'removed').length,
    rows,
    omitted: Math.max(0, shown.length - limit),
    isCoarse: found === undefined,
  };
}

/** All but the common ends, of texts that differ too much. */
function replaced(old: readonly string[], now: readonly string[]): readonly Edit<string>[] {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return [
    { kind: 'same', values: old.slice(0, start) },
    { kind: 'removed', values: old.slice(start, old.length - end) },
    { kind: 'added', values: now.slice(start, now.length - end) },
    { kind: 'same', values: old.slice(old.length - end) },
  ];
}

function placed(changes: readonly Edit<string>[]): Line[] {
  const lines: Line[] = [];
  let oldLine = 0;
  let newLine = 0;
  for (const [index, change] of changes.entries()) {
    const next = changes[index + 1];
    const before = changes[index - 1];
    for (const [at, line] of change.values.entries()) {
      const partner =
        change.kind === 'removed' && next?.kind === 'added'
          ? next.values[at]
          : change.kind === 'added' && before?.kind === 'removed'
            ? before.values[at]
            : undefined;
      lines.push({
        kind: change.kind,
        oldLine: change.kind === 'added' ? null : oldLine++,
        newLine: change.kind === 'removed' ? null : newLine++,
        text: line,
        partner,
        hidden: 0,
        guardedBy: [],
        cause: null,
      });
    }
  }
  return lines;
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
  lines: readonly Line[],
  metrics: readonly { readonly guards?: string | null }[],
): Line[] {
  const guards = metrics.map((metric) =>
    (metric.guards ?? '')
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  return lines.map((line) => {
    const guardedBy = guards.flatMap((guarded, index) =>
      guarded.some((text) => line.text.includes(text)) ? [index] : [],
    );
    return guardedBy.length === 0 ? line : { ...line, guardedBy };
  });
}

/** Puts each sentence on the first changed line at its place, or the one before it. */
function markCauses(
  lines: readonly Line[],
  causes: NonNullable<PanelInput['causes']>,
): readonly Line[] {
  if (causes.length === 0) return lines;
  const texts = new Map<number, string>();
  for (const { line, text } of causes) {
    const at = blockAt(lines, line);
    if (at !== undefined) texts.set(at, [texts.get(at), text].filter(Boolean).join(' '));
  }
  return lines.map((line, index) => ({ ...line, cause: texts.get(index) ?? null }));
}

/** First row of the changed block that holds or touches a line of the new text. */
function blockAt(rows: readonly Line[], line: number): number | undefined {
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

function withGaps(rows: readonly Line[]): Line[] {
  const near = new Uint8Array(rows.length);
  for (const [index, row] of rows.entries()) {
    if (row.kind !== 'same') near.fill(1, Math.max(0, index - context), index + context + 1);
  }
  const shown: Line[] = [];
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
      shown.push({ ...row, kind: 'gap', hidden: end - index, guardedBy: [] });
      index = end - 1;
    }
  }
  return shown;
}
