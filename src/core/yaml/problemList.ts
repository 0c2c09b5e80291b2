import type { Problem, Severity } from '../problem.ts';
import type { LineMap, Range } from '../text.ts';
import type { Reading } from './reading.ts';
import { firstLineOf } from './yamlTree.ts';

/** Most problems that are kept of one file. */
export const maxProblems = 200;

/** Collects the problems of one file. */
export class ProblemList implements Reading {
  readonly file: string;
  readonly lines: LineMap;
  readonly problems: Problem[] = [];

  constructor(file: string, lines: LineMap) {
    this.file = file;
    this.lines = lines;
  }

  report(
    range: Range,
    severity: Severity,
    code: string,
    message: string,
    replacement?: string,
  ): void {
    // A flood of problems helps nobody.
    if (this.problems.length >= maxProblems) return;
    this.problems.push({
      file: this.file,
      range: firstLineOf(range, this.lines),
      severity,
      code,
      message,
      ...(replacement !== undefined && { replacement }),
    });
  }
}
