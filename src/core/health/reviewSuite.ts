import type { MetricRegistry } from '../metrics/registry.ts';
import type { Clock, Store } from '../ports.ts';
import type { Suite } from '../suite/suite.ts';
import type { HistoryEvent } from './events.ts';
import { healthOf } from './metricHealth.ts';
import { type ReviewedMetric, review } from './proposal.ts';

export interface ReviewPorts {
  readonly store: Pick<Store, 'outcomes' | 'events' | 'record'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly registry: MetricRegistry;
}

/**
 * The metrics of a suite with their health and a proposal each, computed from its history. What was retired or restored since
 * the last time, here or by hand, becomes part of that history.
 * @param promptTexts texts of the prompts of the suite, as they are now
 */
export async function reviewSuite(
  suite: Pick<Suite, 'path' | 'metrics' | 'retired'>,
  promptTexts: readonly string[],
  { store, clock, registry }: ReviewPorts,
): Promise<readonly ReviewedMetric[]> {
  const [runs, events] = await Promise.all([store.outcomes(suite.path), store.events(suite.path)]);
  const now = clock.now();
  for (const event of retirementsToRecord(suite, events, now)) await store.record(event);
  // What a model was paid for judging is not kept by metric: it is unknown, not nothing.
  const costs = new Map(
    suite.metrics
      .filter(({ type }) => registry.get(type)?.needsMeans === true)
      .map(({ id }) => [id, null] as const),
  );
  return review(healthOf({ suite, promptTexts, runs, events, now, costs }));
}

/**
 * The events that a suite's history lacks: the file is the truth about what is retired, however it was edited, undo included.
 * @param now milliseconds since 1970
 */
export function retirementsToRecord(
  suite: Pick<Suite, 'path' | 'metrics' | 'retired'>,
  events: readonly HistoryEvent[],
  now: number,
): readonly HistoryEvent[] {
  const known = new Set<string>();
  for (const event of events.toSorted((a, b) => a.time - b.time)) {
    if (event.type === 'retired') known.add(event.metric);
    if (event.type === 'restored') known.delete(event.metric);
  }
  const retired = suite.retired
    .filter(({ id }) => !known.has(id))
    .map(({ id, reason }) => ({ type: 'retired' as const, metric: id, reason }));
  const isRetired = new Set(suite.retired.map(({ id }) => id));
  const restored = suite.metrics
    .filter(({ id }) => known.has(id) && !isRetired.has(id))
    .map(({ id }) => ({ type: 'restored' as const, metric: id }));
  return [...retired, ...restored].map((event) => ({ ...event, time: now, suite: suite.path }));
}
