import { needsMeans } from '../metrics/needsMeans.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { Score } from '../metrics/score.ts';
import type { Scorer } from '../ports.ts';
import type { MetricSpec } from '../suite/suite.ts';

/** A scorer that leaves metrics alone which ask a judge or run code: their scores are `skipped`, with the reason. */
export function withoutJudges(
  scorer: Scorer,
  registry: MetricRegistry,
  reasonFor: (metric: MetricSpec) => string,
): Scorer {
  const computes = ({ type, parameters }: MetricSpec) => !needsMeans(registry, type, parameters);
  return {
    async score(tasks, signal) {
      const plain = tasks.map(({ sample, metrics }) => ({
        sample,
        metrics: metrics.every(computes) ? metrics : metrics.filter(computes),
      }));
      const scores = await scorer.score(plain, signal);
      return tasks.map(({ metrics }, task) => {
        const own = scores[task] ?? [];
        if (metrics === plain[task]?.metrics) return own;
        let next = 0;
        return metrics.map(
          (metric): Score =>
            computes(metric)
              ? (own[next++] ?? { status: 'failed', explanation: 'Not scored.' })
              : { status: 'skipped', explanation: reasonFor(metric) },
        );
      });
    },
  };
}
