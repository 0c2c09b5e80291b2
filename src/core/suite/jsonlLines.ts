import type { Range } from '../text.ts';

/** A line of a JSONL file that is not empty. */
export interface JsonlLine {
  readonly text: string;
  readonly range: Range;
  /** 1-based among those that are not empty. */
  readonly number: number;
}

/** The lines of a JSONL file with their places; empty ones are left out, and so is a byte order mark. */
export async function* jsonlLines(lines: AsyncIterable<string>): AsyncGenerator<JsonlLine> {
  let number = 0;
  let line = -1;
  for await (const raw of lines) {
    line++;
    const text = line === 0 ? raw.replace(/^\uFEFF/, '') : raw;
    if (text.trim() === '') continue;
    number++;
    yield {
      text,
      range: { start: { line, column: 0 }, end: { line, column: raw.length } },
      number,
    };
  }
}
