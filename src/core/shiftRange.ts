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

function shiftPosition(position: Position, { range, text }: TextChange): Position {
  // What stands before the change, or right where it begins, stays.
  if (!isBefore(range.start, position)) return position;
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const end: Position = {
    line: range.start.line + lines.length - 1,
    column: (lines.length === 1 ? range.start.column : 0) + last.length,
  };
  if (isBefore(position, range.end)) return isBefore(position, end) ? position : end;
  return position.line === range.end.line
    ? { line: end.line, column: end.column + position.column - range.end.column }
    : { line: position.line + end.line - range.end.line, column: position.column };
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
