import { builtInMetrics } from '../metrics/builtIn.ts';
import { comparesTrials } from '../metrics/needsMeans.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { Sample } from '../metrics/sample.ts';
import type { MetricSpec } from '../suite/suite.ts';

/** Whether one of the metrics of a case compares its trials, so that they are scored together. */
export function anyComparesTrials(
  metrics: readonly Pick<MetricSpec, 'type' | 'parameters'>[],
  registry: MetricRegistry = builtInMetrics,
): boolean {
  return metrics.some(({ type, parameters }) => comparesTrials(registry, type, parameters));
}

/** The samples of all trials of one case, each with the last replies of the others. */
export function withOtherTrials(samples: readonly Sample[]): readonly Sample[] {
  const answers = samples.map(({ replies }) => replies.at(-1)?.text ?? '');
  return samples.map((sample, own) => ({
    ...sample,
    otherTrials: answers.filter((_, other) => other !== own),
  }));
}
