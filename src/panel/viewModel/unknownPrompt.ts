import { linesOf } from '../../core/compare/lineDiff.ts';
import type { PromptDiffRow, PromptDiffSlice } from '../slices/promptDiff.ts';
import type { PanelSide } from '../source.ts';
import { cutText } from './cutText.ts';

/** Longer lines are cut for display (UTF-16 units). */
const maxLine = 2000;

/**
 * The prompt comparison where the text of a side is not known: a sentence about that, and the text that is known. Nothing
 * can be called added or removed.
 * @param limit rows at most; absent: all
 */
export function unknownPrompt(
  old: PanelSide,
  now: PanelSide,
  limit = Number.POSITIVE_INFINITY,
): PromptDiffSlice {
  const isOld = now.source === undefined;
  const { source } = isOld ? old : now;
  const rows = (source === undefined ? [] : linesOf(source)).map((line, index): PromptDiffRow => {
    const [oldLine, newLine] = isOld ? [index, null] : [null, index];
    const text = cutText(line, maxLine);
    const segments = text === '' ? [] : [{ kind: 'same' as const, text }];
    return { kind: 'same', oldLine, newLine, segments, hidden: 0, guardedBy: [], cause: null };
  });
  const shown = rows.slice(0, limit);
  return {
    status: 'unknown',
    note: noteOf(old, now),
    ...{ added: 0, removed: 0, rows: shown, omitted: rows.length - shown.length, isCoarse: false },
  };
}

function noteOf(old: PanelSide, now: PanelSide): string {
  const cannot = 'so what changed in it cannot be shown.';
  if (old.source === undefined && now.source === undefined)
    return `Of neither side the text of the prompt is known, ${cannot}`;
  const names = [nameOf(old, 'old'), nameOf(now, 'new')];
  const [lost, known] = old.source === undefined ? names : names.toReversed();
  return `The text of the prompt behind ${lost} is not known, ${cannot} Below is that of ${known}.`;
}

function nameOf({ version: { label } }: PanelSide, side: 'old' | 'new'): string {
  return label === null ? `the ${side} side` : `\u201c${label}\u201d`;
}
