import { DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../contribution.ts';
import type { Services } from '../services.ts';
import { MetricCommands } from './metricCommands.ts';
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
      owned.add(new MetricCommands(services, reviews).register());
      owned.add(new SuiteActions(services).register());
      return owned;
    },
  };
}
