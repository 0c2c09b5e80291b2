import type { ReviewedMetric } from '../../core/health/proposal.ts';
import { proposalTitle, reviewLines } from '../../core/health/reviewText.ts';
import type { JudgeReliability } from '../../core/judges/measureJudges.ts';
import { describeReliability, reliabilityBadge } from '../../core/judges/reliabilityText.ts';
import type { RetiredMetric } from '../../core/suite/suite.ts';
import type { SuiteReview } from './suiteReviews.ts';

/** A row of the Metrics view. `suite` and `metric` say what a command on the row is about. */
export type MetricNode =
  | { readonly kind: 'suite'; readonly suite: string; readonly review: SuiteReview }
  | {
      readonly kind: 'metric';
      readonly suite: string;
      readonly metric: string;
      readonly reviewed: ReviewedMetric;
      readonly review: SuiteReview;
    }
  | { readonly kind: 'evidence'; readonly text: string }
  | { readonly kind: 'retired'; readonly suite: string; readonly review: SuiteReview }
  | {
      readonly kind: 'retired-metric';
      readonly suite: string;
      readonly metric: string;
      readonly retired: RetiredMetric;
    };

/** The rows below a row; those of the first level where none is given. */
export function rowsBelow(
  node: MetricNode | undefined,
  reviews: readonly SuiteReview[],
): readonly MetricNode[] {
  const [only] = reviews;
  if (node === undefined) {
    if (reviews.length === 1 && only !== undefined) return rowsOf(only);
    return reviews.map((review) => ({ kind: 'suite', suite: review.suite.path, review }));
  }
  switch (node.kind) {
    case 'suite':
      return rowsOf(node.review);
    case 'metric':
      return [...reviewLines(node.reviewed), ...judgeLines(node)].map((text) => ({
        kind: 'evidence',
        text,
      }));
    case 'retired':
      return node.review.suite.retired.map((retired) => ({
        kind: 'retired-metric',
        suite: node.suite,
        metric: retired.id,
        retired,
      }));
    case 'evidence':
    case 'retired-metric':
      return [];
  }
}

function rowsOf(review: SuiteReview): readonly MetricNode[] {
  const suite = review.suite.path;
  const metrics = review.metrics.map(
    (reviewed): MetricNode => ({
      kind: 'metric',
      suite,
      metric: reviewed.health.metric,
      reviewed,
      review,
    }),
  );
  return review.suite.retired.length === 0
    ? metrics
    : [...metrics, { kind: 'retired', suite, review }];
}

function judgeLines({
  review,
  metric,
}: Extract<MetricNode, { kind: 'metric' }>): readonly string[] {
  const known = review.reliability?.get(metric);
  return known === undefined ? [] : describeReliability(known);
}

/** The badge of a judge, the proposal and its first reason, behind the name of a metric. */
export function metricDescription(
  { proposal, health }: ReviewedMetric,
  reliability?: JudgeReliability,
): string {
  const known = reliability?.get(health.metric);
  const title = proposal.kind === 'keep' ? '' : proposalTitle(proposal.kind);
  const [first = ''] = proposal.evidence;
  return [
    ...(known === undefined ? [] : [`${reliabilityBadge(known)} ·`]),
    ...(title === '' ? [] : [title.endsWith('?') || first === '' ? title : `${title}:`]),
    ...(first === '' ? [] : [first]),
  ].join(' ');
}

/** The same for screen readers, to whom its icon says nothing. */
export function spokenMetric(reviewed: ReviewedMetric, reliability?: JudgeReliability): string {
  const { health, proposal } = reviewed;
  const said = metricDescription(reviewed, reliability);
  const parts = proposal.kind === 'keep' ? [proposalTitle(proposal.kind), said] : [said];
  return [health.name, ...parts.filter((part) => part !== '')].join(', ');
}
