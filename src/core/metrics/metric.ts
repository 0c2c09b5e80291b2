import type * as z from 'zod';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Means } from './means.ts';
import type { Reply, Sample } from './sample.ts';
import type { Score } from './score.ts';

export type { Evidence, Score } from './score.ts';

/** An example that documents a metric and is run as a test. */
export interface MetricExample {
  /** The metric as a suite has it, without `id`, `name` and the like. */
  readonly metric: { readonly type: string; readonly [key: string]: unknown };
  readonly output: string;
  /** The user's message that the output answers, where the metric looks at it. */
  readonly input?: string;
  /** The case's expected answer, where the metric looks at it. */
  readonly expected?: JsonValue;
  /** The system prompt, where the metric looks at it. */
  readonly system?: string;
  /** Earlier turns, where the metric looks at them: the user's message and the reply. */
  readonly turns?: readonly (readonly [user: string, reply: string])[];
  /** What else is known of the reply (tool calls, usage, time), where the metric looks at it. */
  readonly reply?: Partial<Reply>;
  /** Answers of the case's other trials, where the metric looks at them. */
  readonly otherTrials?: readonly string[];
  readonly passes: boolean;
  readonly note?: string;
}

/**
 * A kind of metric. One declaration gives schema, documentation, completion and scoring. Scoring is
 * a function of its arguments: no clock, no randomness, no input or output but through its means.
 */
export interface MetricDefinition<Parameters = unknown> {
  /** As written in a suite, kebab-case. */
  readonly type: string;
  /** One sentence. */
  readonly summary: string;
  /** What the ends of the scale mean. */
  readonly zero: string;
  readonly one: string;
  /** Title, author, year of a published measure. */
  readonly source?: string;
  readonly parameters: z.ZodType<Parameters>;
  readonly examples: readonly MetricExample[];
  /** Loads what scoring needs (a dictionary, a parser); its time does not count against the metric. May be called often. */
  prepare?(parameters: JsonObject): Promise<unknown>;
  /** Whether a score depends on when the reply was made (its latency, its price) rather than on what was said. */
  readonly isTimed?: boolean;
  /** Whether scoring asks a model or runs a program; it is then never done in a worker. Default: no. */
  readonly needsMeans?: boolean;
  /** Whether it judges a reply against that of the baseline, and so has no score of its own. Default: no. */
  readonly comparesReplies?: boolean;
  /** Whether scoring looks at the other trials of the case, so that it waits for all of them. */
  readonly comparesTrials?: boolean;
  score(sample: Sample, parameters: Parameters, means?: Means): Score | Promise<Score>;
}
