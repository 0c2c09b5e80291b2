/** A stretch of a judged text that shows why. UTF-16 offsets, `end` exclusive. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly label?: string;
}

/** What a metric says of one text, before `negate`, `threshold` and `apply-to` are applied. */
export type Outcome =
  | {
      readonly status: 'scored';
      readonly value: number;
      readonly passed: boolean;
      readonly explanation: string;
      readonly marks: readonly Mark[];
    }
  | { readonly status: 'skipped'; readonly explanation: string }
  | { readonly status: 'failed'; readonly explanation: string };

/** Passed or not, nothing between. */
export function verdict(
  passed: boolean,
  explanation: string,
  marks: readonly Mark[] = [],
): Outcome {
  return { status: 'scored', value: passed ? 1 : 0, passed, explanation, marks };
}

/** A value between 0 and 1; cut to that range, so that rounding cannot leave it. */
export function graded(
  value: number,
  passed: boolean,
  explanation: string,
  marks: readonly Mark[] = [],
): Outcome {
  return {
    status: 'scored',
    value: Math.max(0, Math.min(1, value)),
    passed,
    explanation,
    marks,
  };
}

/** The metric does not apply here: neither passed nor not. */
export function skipped(explanation: string): Outcome {
  return { status: 'skipped', explanation };
}

/** The metric could not be computed. */
export function failed(explanation: string): Outcome {
  return { status: 'failed', explanation };
}
