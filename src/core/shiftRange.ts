import type { Position, Range } from './text.ts';

/** One replacement in a text, as editors report it: what was at `range` became `text`. */
export interface TextChange {
  readonly range: Range;
  readonly text: string;
}

/**
 * Where a range of the old text stands after a change. A place inside of what was replaced moves to its end, as far as the
 * new text reaches; a range that was replaced as a whole becomes empty.
 */
export function shiftRange(range: Range, change: TextChange): Range {
  const start = shiftPosition(range.start, change);
  const end = shiftPosition(range.end, change);
  return isBefore(end, start) ? { start, end: start } : { start, end };
}

/**
 * Two changes, one after the other, as one: where the second goes on typing at the end of the first, or takes back the
 * last of it. Undefined for others.
 */
export function joinChanges(first: TextChange, second: TextChange): TextChange | undefined {
  const end = endOf(first);
  if (!isSame(second.range.end, end)) return undefined;
  if (isSame(second.range.start, end)) return { ...first, text: first.text + second.text };
  // Deleting inside of the last line that was typed.
  const { start } = second.range;
  const taken = end.column - start.column;
  if (start.line !== end.line || taken > lastLineOf(first.text).length) return undefined;
  return { ...first, text: first.text.slice(0, -taken) + second.text };
}

function shiftPosition(position: Position, { range, text }: TextChange): Position {
  // What stands before the change, or right where it begins, stays.
  if (!isBefore(range.start, position)) return position;
  const end = endOf({ range, text });
  if (isBefore(position, range.end)) return isBefore(position, end) ? position : end;
  return position.line === range.end.line
    ? { line: end.line, column: end.column + position.column - range.end.column }
    : { line: position.line + end.line - range.end.line, column: position.column };
}

/** Where the new text of a change ends. */
function endOf({ range: { start }, text }: TextChange): Position {
  const lines = text.split(lineEnd);
  const last = lines.at(-1) ?? '';
  return {
    line: start.line + lines.length - 1,
    column: (lines.length === 1 ? start.column : 0) + last.length,
  };
}

function lastLineOf(text: string): string {
  return text.split(lineEnd).at(-1) ?? '';
}

const lineEnd = /\r\n|\r|\n/;

function isSame(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column;
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
