import { DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import type { Services } from '../services.ts';
import { MetricsView } from './metricsView.ts';
import { SuiteActions } from './suiteActions.ts';
import { SuiteReviews } from './suiteReviews.ts';

/** Review Metrics: the view and its commands, on the same reviews. */
export function metricReview(services: Services): Contribution {
  return {
    register: () => {
      const owned = new DisposableStore();
      const reviews = owned.add(new SuiteReviews(services));
      owned.add(new MetricsView(services, reviews).register());
      const { keepMetric, mergeMetric, quarantineMetric, retireMetric, restoreMetric } = commandIds;
      owned.add(
        services.commands.registerLate(
          [keepMetric, mergeMetric, quarantineMetric, retireMetric, restoreMetric],
          async () => {
            const { MetricCommands } = await import('../lateFeatures.ts');
            return new MetricCommands(services, reviews);
          },
        ),
      );
      owned.add(new SuiteActions(services).register());
      return owned;
    },
  };
}
