import type { Severity } from '../problem.ts';
import type { LineMap, Range } from '../text.ts';

/** The file that a node was read from, and where problems go. */
export interface Reading {
  /** Absolute path. */
  readonly file: string;
  readonly lines: LineMap;
  report(
    range: Range,
    severity: Severity,
    code: string,
    message: string,
    replacement?: string,
  ): void;
}
