import { worstOf } from '../compare/caseComparison.ts';
import type {
  CaseComparison,
  CaseMetricComparison,
  CaseVerdict,
  Comparison,
  MetricComparison,
} from '../compare/comparison.ts';
import { decideOverall } from '../compare/statistics/verdict.ts';
import type { Severity } from '../problem.ts';
import type { Agreement } from './agreement.ts';

/** What is known of a judge's reliability; absent parts were not measured. */
export interface Reliability {
  /** How many labels there are; the agreement says on how many of them the judge gave a verdict. */
  readonly labels?: number;
  readonly agreement?: Agreement;
  /** Share of answers to the same question that differ, 0 to 1. */
  readonly flips?: number;
  /** -1 (the second reply of a pair wins whatever it is) to 1 (the first does). */
  readonly positionBias?: number;
  /** -1 (favours short replies more than people do) to 1 (favours long ones). */
  readonly lengthBias?: number;
}

/** Fewer labels say too little to cap anything. */
export const fewestLabels = 10;

/**
 * The loudest that a diagnostic may be: `error` from a kappa of 0.6 on ("substantial"), `warning` from 0.4, `information` from
 * 0.2, else `hint`. A judge that was not measured on at least 10 labels is not capped.
 *
 * Source of the steps: Landis, Koch, The measurement of observer agreement for categorical data, 1977.
 */
export function cappedSeverity(severity: Severity, { agreement }: Reliability): Severity {
  if (agreement === undefined || agreement.kappa === null || agreement.labels < fewestLabels)
    return severity;
  const { kappa } = agreement;
  const cap: Severity =
    kappa >= 0.6 ? 'error' : kappa >= 0.4 ? 'warning' : kappa >= 0.2 ? 'information' : 'hint';
  return loudness[severity] > loudness[cap] ? cap : severity;
}

const loudness: Readonly<Record<Severity, number>> = {
  hint: 0,
  information: 1,
  warning: 2,
  error: 3,
};

/** Why a diagnostic is less loud than its metric asks for. */
export function describeCap({ agreement }: Reliability): string {
  const kappa = agreement?.kappa ?? null;
  return `Not louder because the judge agrees too little with people${kappa === null ? '' : ` (kappa ${kappa.toFixed(2)})`}.`;
}

/** Standard normal quantile for a 95 % interval. */
const z = 1.959964;

/**
 * The difference of two pass rates that a judge's own noise makes in 19 of 20 comparisons where nothing has changed, 0 to 1. Each
 * of `samples` pairs changes its verdict with the share of flips, in either direction alike; where that share was not measured
 * it is taken from the labels (two answers that are each wrong with the rate e differ with 2e(1-e)). Null: not known.
 */
export function noiseBand({ agreement, flips }: Reliability, samples: number): number | null {
  const wrong = agreement === undefined ? undefined : 1 - agreement.agreed;
  const share = flips ?? (wrong === undefined ? undefined : 2 * wrong * (1 - wrong));
  if (share === undefined || samples <= 0) return null;
  return Math.min(1, z * Math.sqrt(share / samples));
}

/**
 * The comparison, but for what the judges' own noise covers: there neither "regressed" nor "improved" is said.
 * @param reliabilityOf by id of a metric; undefined where it asks no judge or nothing is known
 */
export function withJudgeNoise(
  comparison: Comparison,
  reliabilityOf: (metric: string) => Reliability | undefined,
): Comparison {
  const metrics = comparison.metrics.map((metric) => doubted(metric, reliabilityOf(metric.id)));
  if (metrics.every((metric, index) => metric === comparison.metrics[index])) return comparison;
  const open = new Set(
    metrics.filter((metric, index) => metric !== comparison.metrics[index]).map(({ id }) => id),
  );
  return {
    ...comparison,
    metrics,
    verdict: decideOverall(metrics.map(({ verdict }) => verdict)),
    cases: comparison.cases.map((item) => doubtedCase(item, open)),
  };
}

/** A case is evidence of nothing where the metric as a whole shows nothing. */
function doubtedCase(item: CaseComparison, open: ReadonlySet<string>): CaseComparison {
  const isClaim = (verdict: CaseVerdict) => verdict === 'regressed' || verdict === 'improved';
  if (!item.metrics.some(({ id, verdict }) => open.has(id) && isClaim(verdict))) return item;
  const metrics = item.metrics.map(
    (own): CaseMetricComparison =>
      open.has(own.id) && isClaim(own.verdict) ? { ...own, verdict: 'inconclusive' } : own,
  );
  return { ...item, metrics, verdict: worstOf(metrics.map(({ verdict }) => verdict)) };
}

function doubted(metric: MetricComparison, known: Reliability | undefined): MetricComparison {
  const { verdict, difference, pairs } = metric;
  const isClaim = verdict === 'regressed' || verdict === 'improved';
  if (!isClaim || known === undefined || difference === null) return metric;
  const band = noiseBand(known, pairs);
  if (band === null || Math.abs(difference) > band) return metric;
  const points = Math.round(band * 100);
  return {
    ...metric,
    verdict: 'inconclusive',
    summary: `${metric.name}: cannot tell; the judge's own noise makes differences of up to ${points} points. ${metric.summary}`,
  };
}
