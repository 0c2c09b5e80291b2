import type { Problem } from '../problem.ts';
import type { Suite } from '../suite/suite.ts';

/** Code of the hint on a metric that names no goal. */
export const noGoalCode = 'no-goal';

/** Asks for the goal of every metric that names none; a hint, never more: a metric is worth having without one. */
export function goalHints(suite: Pick<Suite, 'path' | 'metrics'>): readonly Problem[] {
  return suite.metrics
    .filter(({ goal, file }) => goal === undefined && file === suite.path)
    .map(({ name, file, range }) => ({
      file,
      range: {
        start: range.start,
        end: { line: range.start.line, column: range.start.column + 1 },
      },
      severity: 'hint',
      code: noGoalCode,
      message: `“${name}” names no goal. With one, a regression says what it means for your users or your business.`,
    }));
}
