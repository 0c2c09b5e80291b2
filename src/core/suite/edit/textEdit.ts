import { LineMap, type Range } from '../../text.ts';

/** A stretch of a text and what comes in its place. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** The text after edits that do not overlap; each is about the text as it was. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const map = new LineMap(text);
  const placed = edits
    .map(({ range, text: inserted }) => ({
      start: map.offsetAt(range.start),
      end: map.offsetAt(range.end),
      inserted,
    }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let done = 0;
  for (const { start, end, inserted } of placed) {
    result += text.slice(done, start) + inserted;
    done = end;
  }
  return result + text.slice(done);
}

/** The line end that a text uses: of its first line, `\n` where it has only one. */
export function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
