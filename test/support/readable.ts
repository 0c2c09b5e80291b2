import type { Problem } from '../../src/core/problem.ts';
import { LineMap } from '../../src/core/text.ts';

/** A problem in one line: `3:5 error unknown-key 'maks': message`, with 1-based place and the text at the range. */
export function readable(problem: Problem, text: string): string {
  const { range, severity, code, message } = problem;
  const lines = new LineMap(text);
  const marked = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  return `${range.start.line + 1}:${range.start.column + 1} ${severity} ${code} '${marked}': ${message}`;
}
