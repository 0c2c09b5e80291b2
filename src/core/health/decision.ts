import { setMetricKey } from '../suite/edit/metricKey.ts';
import { restoreMetric, retireMetric } from '../suite/edit/retire.ts';
import type { TextEdit } from '../suite/edit/textEdit.ts';
import type { Suite } from '../suite/suite.ts';
import { dayMs } from './metricHealth.ts';
import type { ReviewedMetric } from './proposal.ts';

/** What a person decides about a metric. */
export type Decision =
  /** @param until day of the next review, YYYY-MM-DD */
  | { readonly kind: 'keep'; readonly until: string }
  | { readonly kind: 'quarantine' }
  | { readonly kind: 'retire'; readonly reason: string }
  /** @param into id of the metric that stays; where it names no guarded text, goal or issue of its own, it takes these over */
  | { readonly kind: 'merge'; readonly into: string; readonly reason: string }
  | { readonly kind: 'restore' };

/** A metric that is kept is looked at again after this many days. */
export const reviewDays = 90;

/**
 * The edits of a suite that carry a decision out.
 * @param today YYYY-MM-DD
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when it has no such metric of its own
 */
export function decisionEdits(
  suite: Pick<Suite, 'path' | 'source' | 'metrics'>,
  metric: string,
  decision: Decision,
  today: string,
): readonly TextEdit[] {
  switch (decision.kind) {
    case 'keep':
      return setMetricKey(suite, metric, 'review', decision.until);
    case 'quarantine':
      return [
        ...setMetricKey(suite, metric, 'severity', 'hint'),
        ...setMetricKey(suite, metric, 'stage', 'offline'),
      ];
    case 'retire':
      return retireMetric(suite, metric, { on: today, reason: decision.reason });
    case 'merge':
      return [
        ...takeOver(suite, metric, decision.into),
        ...retireMetric(suite, metric, { on: today, reason: decision.reason }),
      ];
    case 'restore':
      return restoreMetric(suite.source, metric);
  }
}

/** What the metric that stays does not say of itself, and the one that goes does. */
function takeOver(
  suite: Pick<Suite, 'path' | 'source' | 'metrics'>,
  from: string,
  into: string,
): readonly TextEdit[] {
  const gone = suite.metrics.find(({ id }) => id === from);
  const stays = suite.metrics.find(({ id }) => id === into);
  // A shared metric is not edited from one of its suites.
  if (gone === undefined || stays?.file !== suite.path) return [];
  return (['guards', 'goal', 'issue'] as const).flatMap((key) => {
    const value = gone[key];
    return value === undefined || stays[key] !== undefined
      ? []
      : setMetricKey(suite, into, key, value);
  });
}

/** The day of the next review. @param now milliseconds since 1970 */
export function nextReview(now: number): string {
  return new Date(now + reviewDays * dayMs).toISOString().slice(0, 10);
}

/** The reason that a person is offered for retiring a metric: what was found, in its words. */
export function reasonFor({ proposal, health }: ReviewedMetric): string {
  const [first = 'It is no longer needed.'] = proposal.evidence;
  if (proposal.kind === 'merge') return `${first} Merged into ${proposal.into ?? 'the other one'}.`;
  return proposal.kind === 'keep' && health.catches > 0 ? '' : first;
}
