import type { Range } from './text.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A mistake in a user's file: what is wrong, where, and what to do. */
export interface Problem {
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
  readonly severity: Severity;
  /** Stable, kebab-case, e.g. `unknown-key`. */
  readonly code: string;
  /** Cause and remedy in one or two sentences. */
  readonly message: string;
  /** Text that could stand at the range instead, e.g. the nearest known key. */
  readonly replacement?: string;
}

/** What a reader made of a file. `value` is absent when nothing usable could be read. */
export interface ReadResult<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}
