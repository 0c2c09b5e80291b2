/** Types for metrics in JavaScript: `import type { MetricFunction } from 'micro-metrics';`. */

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** One message of the conversation before the reply. */
export interface Message {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly content: string;
}

/** What a metric is given: one reply, and what led to it. */
export interface MetricInput {
  /** The text that is judged: the reply, or what `apply-to` picks from it. */
  readonly reply: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
  /** The messages before the reply, oldest first. */
  readonly conversation: readonly Message[];
  /** Variables of the case. */
  readonly variables: { readonly [name: string]: JsonValue };
  /** The expected answer of the case, where it has one. */
  readonly expected?: JsonValue;
  /** Id of the case. */
  readonly case: string;
  /** 0-based. */
  readonly trial: number;
  /** `options` of the metric in the suite. */
  readonly options: { readonly [name: string]: JsonValue };
}

/**
 * What a metric says: `true`, `false`, a value from 0 (worst) to 1 (best, passes from 0.5 on), why it does not apply, or all in
 * detail. An error that is thrown makes the score `failed`, which is never "passed".
 */
export type MetricVerdict =
  | boolean
  | number
  | { readonly skipped: string }
  | {
      readonly passed?: boolean;
      /** 0 to 1. */
      readonly value?: number;
      readonly explanation?: string;
      /** Stretches of the reply that show why, word for word. */
      readonly quotes?: readonly string[];
      /** The same as UTF-16 offsets, `end` exclusive. */
      readonly evidence?: readonly {
        readonly start: number;
        readonly end: number;
        readonly label?: string;
      }[];
    };

/** The default export of a module that a `javascript` metric names. */
export type MetricFunction = (input: MetricInput) => MetricVerdict | Promise<MetricVerdict>;
