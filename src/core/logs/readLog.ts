import { basename } from '../path.ts';
import type { Problem } from '../problem.ts';
import type { Recording } from '../score/recording.ts';
import { recordingsOfLine } from './logLine.ts';

/** Characters of the longest line of a log that is read; longer ones are named and left out. */
export const maxLogLine = 4_000_000;

/**
 * The replies in a log, line by line. A line that cannot be used goes to `onProblem` with its place, and the others count. Empty lines,
 * and exports that tell of other things than a model's replies, are passed over.
 * @throws {EvalError} file-missing, from the reading of lines
 */
export async function* readLog(
  path: string,
  lines: AsyncIterable<string>,
  onProblem: (problem: Problem) => void,
): AsyncGenerator<Recording> {
  let line = 0;
  for await (const text of lines) {
    const found = readLogLine(text, ++line);
    if (typeof found === 'string') onProblem(badLine(path, line, text.length, found));
    else yield* found;
  }
}

/** The replies in one line of a log, or what is wrong with it. @param line 1-based */
export function readLogLine(text: string, line: number): readonly Recording[] | string {
  if (text.length > maxLogLine) return `The line is longer than ${maxLogLine} characters.`;
  return text.trim() === '' ? [] : recordingsOfLine(text, line);
}

/** A line that is left out. */
export function badLine(path: string, line: number, length: number, message: string): Problem {
  return {
    file: path,
    range: { start: { line: line - 1, column: 0 }, end: { line: line - 1, column: length } },
    severity: 'warning',
    code: 'bad-recording',
    message: `${basename(path)}, line ${line}: ${message} The line is left out.`,
  };
}
