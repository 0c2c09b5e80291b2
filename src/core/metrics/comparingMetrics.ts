import { listOverlap, numericDifference } from './families/difference.ts';
import { levenshtein, rouge, tokenF1 } from './families/similarity.ts';
import { bleu, chrf, gleu, meteor } from './families/translation.ts';
import type { MetricDefinition } from './metric.ts';

/** Metrics that measure how far a reply is from an expected one. */
export const comparingMetrics: readonly MetricDefinition[] = [
  levenshtein,
  tokenF1,
  rouge,
  bleu,
  chrf,
  gleu,
  meteor,
  numericDifference,
  listOverlap,
];
