/** A stretch of a reply that shows why a score is what it is. UTF-16 offsets, `end` exclusive. */
export interface Evidence {
  readonly start: number;
  readonly end: number;
  /** 0-based index into the sample's replies; absent: the last reply. */
  readonly reply?: number;
  readonly label?: string;
}

/** Outcome of a metric on a sample. Skipped and failed are never 0 and never "passed". */
export type Score =
  | {
      readonly status: 'scored';
      /** 0 (worst) to 1 (best). */
      readonly value: number;
      readonly passed: boolean;
      /** In words that a user of the prompt understands. */
      readonly explanation: string;
      readonly evidence: readonly Evidence[];
    }
  | { readonly status: 'skipped'; readonly explanation: string }
  | { readonly status: 'failed'; readonly explanation: string };
