import type { Problem } from '../core/problem.ts';

/** A problem as compilers write it: `file:line:column: severity: message`, counted from 1. */
export function problemLine(problem: Problem, show: (path: string) => string): string {
  const { line, column } = problem.range.start;
  return `${show(problem.file)}:${line + 1}:${column + 1}: ${problem.severity}: ${problem.message}`;
}
