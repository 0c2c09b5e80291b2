import { consistency } from './families/consistency.ts';
import { cost, finishReason, latency, tokens } from './families/operation.ts';
import { retrieval } from './families/retrieval.ts';
import { noPersonalData, noPromptLeak, noSecrets, refusal } from './families/safety.ts';
import { toolCalls } from './families/toolCalls.ts';
import type { MetricDefinition } from './metric.ts';

/** Metrics of what a reply does: refusing, leaking, calling tools, taking time and money. */
export const conductMetrics: readonly MetricDefinition[] = [
  refusal,
  noPersonalData,
  noSecrets,
  noPromptLeak,
  retrieval,
  toolCalls,
  latency,
  tokens,
  cost,
  finishReason,
  consistency,
];
