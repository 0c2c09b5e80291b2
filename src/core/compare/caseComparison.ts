import type { CaseResult } from '../results/runResult.ts';
import type { Steps } from '../steps.ts';
import type {
  CaseComparison,
  CaseMetricComparison,
  CaseVerdict,
  MetricComparison,
} from './comparison.ts';
import { samplesOf } from './pairing.ts';
import { caseVerdict, labelCase } from './statistics/caseLabel.ts';
import type { FlipRecord } from './statistics/confirm.ts';
import { describeCase } from './statistics/wording.ts';

/** All samples of one case on one metric, passed (1) or not (0). */
export interface MetricOfCase {
  readonly metric: string;
  readonly old: readonly number[];
  readonly new: readonly number[];
  /** What fresh pairs said after a flip. */
  readonly flip?: FlipRecord;
}

/** A case with its samples on every metric that has some. */
export interface SampledCase {
  readonly id: string;
  readonly samples: readonly MetricOfCase[];
}

/**
 * The samples of cases under both versions.
 * @param partners each case of today with that of the baseline
 * @param flips what fresh pairs said; default: nothing was run again
 */
export function* sampledCases(
  metrics: readonly string[],
  partners: readonly (readonly [CaseResult, CaseResult | undefined])[],
  flips: readonly FlipRecord[] = [],
): Steps<readonly SampledCase[]> {
  const keyOf = (metric: string, caseId: string) => `${metric}\n${caseId}`;
  const known = new Map(flips.map((flip) => [keyOf(flip.metric, flip.caseId), flip]));
  const sampled: SampledCase[] = [];
  for (const [item, partner] of partners) {
    const samples = metrics.flatMap((metric) => {
      const old = partner === undefined ? [] : samplesOf(partner, metric);
      const now = samplesOf(item, metric);
      const flip = known.get(keyOf(metric, item.id));
      return old.length + now.length === 0
        ? []
        : [{ metric, old, new: now, ...(flip && { flip }) }];
    });
    sampled.push({ id: item.id, samples });
    yield;
  }
  return sampled;
}

/** The cases of a comparison beside what is known of its metrics. */
export function* caseComparisons(
  cases: readonly SampledCase[],
  metrics: readonly MetricComparison[],
): Steps<readonly CaseComparison[]> {
  const verdicts = new Map(metrics.map((metric) => [metric.id, metric]));
  const compared: CaseComparison[] = [];
  for (const { id, samples } of cases) {
    compared.push(caseComparison(id, samples, verdicts));
    yield;
  }
  return compared;
}

/** A case with a label and a sentence for every metric that has samples of it. */
function caseComparison(
  id: string,
  samples: readonly MetricOfCase[],
  verdicts: ReadonlyMap<string, MetricComparison>,
): CaseComparison {
  const metrics = samples.map((found): CaseMetricComparison => {
    const { metric, old, new: fresh, flip } = found;
    const label = labelCase({ old, new: fresh, ...(flip && { confirmation: flip }) });
    const verdict = withMetric(caseVerdict(label), found, verdicts.get(metric));
    return {
      id: metric,
      old: rate(old),
      new: rate(fresh),
      verdict,
      label,
      summary: describeCase({
        label,
        oldPasses: sum(old),
        oldSamples: old.length,
        newPasses: sum(fresh),
        newSamples: fresh.length,
        ...(flip?.direction === 'worse' && {
          reruns: { failed: flip.hits, pairs: flip.hits + flip.misses },
          ...(flip.shaky && { shaky: flip.shaky }),
        }),
      }),
    };
  });
  return { id, verdict: worstOf(metrics.map((metric) => metric.verdict)), metrics };
}

/** Fresh pairs spoke against the flip. */
function isCleared({ flip }: Pick<MetricOfCase, 'flip'>): boolean {
  return flip !== undefined && flip.misses > flip.hits;
}

/**
 * Once the metric as a whole is known to have moved, the cases that moved with it carry its verdict:
 * they are the evidence for it. A case alone is never more than a hint.
 */
function withMetric(
  own: CaseVerdict,
  samples: Omit<MetricOfCase, 'metric'>,
  metric: MetricComparison | undefined,
): CaseVerdict {
  switch (metric?.verdict) {
    case 'regressed':
    case 'improved':
      return movedWith(metric.verdict, samples) ? metric.verdict : own;
    case 'unchanged':
    case 'inconclusive':
    case undefined:
      return own;
  }
}

/** Whether a case is part of the evidence that its metric got worse or better: it moved that way, and fresh pairs did not speak against it. */
export function movedWith(
  verdict: 'regressed' | 'improved',
  samples: Omit<MetricOfCase, 'metric'>,
): boolean {
  const before = rate(samples.old);
  const now = rate(samples.new);
  if (before === null || now === null || isCleared(samples)) return false;
  return verdict === 'regressed' ? now < before : now > before;
}

/** Worst first: what a person should look at decides for the case. That a metric wavers as it did before hides no change of another. */
const byWeight: readonly CaseVerdict[] = [
  'regressed',
  'inconclusive',
  'improved',
  'flaky',
  'unchanged',
  'missing',
];

/** What is said of a case whose metrics say these. */
export function worstOf(verdicts: readonly CaseVerdict[]): CaseVerdict {
  return byWeight.find((verdict) => verdicts.includes(verdict)) ?? 'missing';
}

function sum(samples: readonly number[]): number {
  return samples.reduce((total, sample) => total + sample, 0);
}

function rate(samples: readonly number[]): number | null {
  return samples.length === 0 ? null : sum(samples) / samples.length;
}
