import type { JsonObject } from '../json.ts';

/** A metric that could be added to a suite. */
export interface ProposedMetric {
  /** What it says about a reply, for people. */
  readonly name: string;
  readonly type: string;
  /** Keys of the type. */
  readonly parameters: JsonObject;
  /** Text of the prompt that it protects. */
  readonly guards?: string;
  /** Why it is proposed, in a sentence. */
  readonly because: string;
}

/** The keys of a metric as a suite has them, in the order in which people write them. */
export function metricItem(metric: ProposedMetric, own: JsonObject = {}): JsonObject {
  const { name, type, parameters, guards } = metric;
  return { name, type, ...parameters, ...(guards !== undefined && { guards }), ...own };
}
