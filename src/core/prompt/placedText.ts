import type { Position, Range } from '../text.ts';

/** From a UTF-16 offset on, a text goes on as a file does from a position. */
export interface PlacedPart {
  readonly at: number;
  readonly start: Position;
}

/** A text made of parts of one file, in their order, whose line ends are all `\n`. */
export interface PlacedText {
  readonly text: string;
  readonly parts: readonly PlacedPart[];
}

/** Where a stretch of such a text stands in the file. */
export function rangeInFile(placed: PlacedText, start: number, end: number): Range {
  return { start: positionInFile(placed, start), end: positionInFile(placed, end) };
}

/** The text without white space around it. */
export function trimmed(placed: PlacedText): PlacedText {
  const { text, parts } = placed;
  const cut = text.length - text.trimStart().length;
  const first = { at: 0, start: positionInFile(placed, cut) };
  const others = parts
    .filter(({ at }) => at > cut)
    .map(({ at, start }) => ({ at: at - cut, start }));
  return { text: text.trim(), parts: [first, ...others] };
}

function positionInFile({ text, parts }: PlacedText, offset: number): Position {
  const part = parts.findLast(({ at }) => at <= offset) ?? parts[0];
  if (part === undefined) return { line: 0, column: 0 };
  const { line, column } = part.start;
  const before = text.slice(part.at, offset);
  const lastBreak = before.lastIndexOf('\n');
  if (lastBreak < 0) return { line, column: column + before.length };
  return { line: line + before.split('\n').length - 1, column: before.length - lastBreak - 1 };
}
