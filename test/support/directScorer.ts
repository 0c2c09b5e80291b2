import { builtInMetrics } from '../../src/core/metrics/builtIn.ts';
import { scoreSample } from '../../src/core/metrics/scoreSample.ts';
import type { Scorer } from '../../src/core/ports.ts';

/** Scores with the built-in metrics, here and now. */
export const directScorer: Scorer = {
  score: (tasks) =>
    Promise.all(tasks.map(({ sample, metrics }) => scoreSample(sample, metrics, builtInMetrics))),
};
