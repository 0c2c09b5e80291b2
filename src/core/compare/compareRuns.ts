import type { CaseResult, RunResult, ScoreRecord } from '../results/runResult.ts';
import type {
  CaseComparison,
  CaseMetricComparison,
  CaseVerdict,
  Comparison,
  MetricComparison,
} from './comparison.ts';
import { caseVerdict, labelCase } from './statistics/caseLabel.ts';
import type { CasePair } from './statistics/casePair.ts';
import { compareMetrics, type MetricResult } from './statistics/compareMetrics.ts';
import { describeCase, describeMetric } from './statistics/wording.ts';

export interface CompareRunsOptions {
  /** Chance of any false claim over all metrics; default 0.05. */
  readonly alpha?: number;
  /** Changes smaller than this share of cases do not matter; default 0.1. */
  readonly margin?: number;
  /** How people call the baseline, e.g. `previous version`. */
  readonly baselineLabel: string;
}

interface MetricOfCase {
  readonly pair: CasePair;
  /** The same case with the same input stands on both sides. */
  readonly isPaired: boolean;
}

/**
 * Compares two finished runs that were scored with the same metrics. Cases are paired by id, and only
 * where their input is the same; a sample counts as 1 when it passed and 0 when it did not, so that the
 * verdict is about the rates that people see. Calls that failed are missing, never 0.
 */
export function compareRuns(
  baseline: RunResult,
  current: RunResult,
  options: CompareRunsOptions,
): Comparison {
  const margin = options.margin ?? 0.1;
  const oldCases = new Map(baseline.cases.map((item) => [item.id, item]));
  const byMetric = new Map<string, Map<string, MetricOfCase>>();
  for (const metric of current.metrics) byMetric.set(metric.id, new Map());
  for (const item of current.cases) collectCase(byMetric, item, oldCases.get(item.id));

  const results = compareMetrics(
    current.metrics.map(({ id }) => ({
      id,
      pairs: [...(byMetric.get(id)?.values() ?? [])].map(({ pair }) => pair),
    })),
    { alpha: options.alpha ?? 0.05, margin },
  );
  const metrics = results.metrics.map((result, index) =>
    metricComparison(result, current.metrics[index]?.name ?? result.id, margin),
  );
  return {
    baseline: {
      run: baseline.id,
      promptVersion: baseline.promptVersion,
      label: options.baselineLabel,
    },
    current: { run: current.id, promptVersion: current.promptVersion },
    verdict: results.overall,
    metrics,
    cases: [
      ...current.cases.map((item) => caseComparison(item.id, current, byMetric, metrics)),
      ...baseline.cases.filter(isAbsentFrom(current)).map(missingCase),
    ],
  };
}

function collectCase(
  byMetric: ReadonlyMap<string, Map<string, MetricOfCase>>,
  item: CaseResult,
  old: CaseResult | undefined,
): void {
  // A case whose variables or turns were edited has no partner: other input is another question.
  const partner = old !== undefined && isSameInput(old, item) ? old : undefined;
  for (const [metric, cases] of byMetric) {
    const fresh = samplesOf(item, metric);
    const before = partner === undefined ? [] : samplesOf(partner, metric);
    if (fresh.length === 0 && before.length === 0) continue;
    const pair = { id: item.id, old: before, new: fresh };
    cases.set(item.id, { pair, isPaired: partner !== undefined });
  }
}

/** Recordings without an input hash are trusted to mean the same input by the same id. */
export function isSameInput(a: CaseResult, b: CaseResult): boolean {
  return a.inputHash === '' || b.inputHash === '' || a.inputHash === b.inputHash;
}

function samplesOf(item: CaseResult, metric: string): readonly number[] {
  return item.trials.flatMap((trial) => {
    const score = trial.scores.find((record: ScoreRecord) => record.metric === metric);
    return score === undefined || score.passed === null ? [] : [score.passed ? 1 : 0];
  });
}

function metricComparison(result: MetricResult, name: string, margin: number): MetricComparison {
  const { test } = result;
  const isEmpty = test.kind === 'empty';
  return {
    id: result.id,
    name,
    verdict: result.verdict,
    isMixed: result.mixed,
    isSmall: result.small,
    old: test.oldMean,
    new: test.newMean,
    difference: test.difference,
    interval: test.interval,
    pValue: isEmpty ? null : test.pValue,
    pAdjusted: isEmpty ? null : result.pAdjusted,
    pairs: test.cases,
    summary: isEmpty
      ? `${name}: nothing to compare; no case has a result on both sides.`
      : describeMetric({
          name,
          verdict: result.verdict,
          mixed: result.mixed,
          small: result.small,
          margin,
          oldMean: test.oldMean,
          newMean: test.newMean,
          difference: test.difference,
          interval: test.interval,
          cases: test.cases,
          rounds: Math.floor(Math.min(test.samples.old, test.samples.new) / test.cases),
          worseCases: test.worseCases,
          betterCases: test.betterCases,
        }),
  };
}

function caseComparison(
  id: string,
  current: RunResult,
  byMetric: ReadonlyMap<string, ReadonlyMap<string, MetricOfCase>>,
  verdicts: readonly MetricComparison[],
): CaseComparison {
  const metrics = current.metrics.flatMap(({ id: metric }): CaseMetricComparison[] => {
    const found = byMetric.get(metric)?.get(id);
    if (found === undefined) return [];
    const { old, new: fresh } = found.pair;
    const label = labelCase({ old, new: fresh });
    const verdict = withMetric(
      caseVerdict(label),
      found.pair,
      verdicts.find((item) => item.id === metric),
    );
    return [
      {
        id: metric,
        old: rate(old),
        new: rate(fresh),
        verdict,
        summary: describeCase({
          label,
          oldPasses: sum(old),
          oldSamples: old.length,
          newPasses: sum(fresh),
          newSamples: fresh.length,
        }),
      },
    ];
  });
  return { id, verdict: worstOf(metrics.map((metric) => metric.verdict)), metrics };
}

/**
 * Once the metric as a whole is known to have moved, the cases that moved with it carry its verdict:
 * they are the evidence for it. A case alone is never more than a hint.
 */
function withMetric(
  own: CaseVerdict,
  pair: CasePair,
  metric: MetricComparison | undefined,
): CaseVerdict {
  const before = rate(pair.old);
  const now = rate(pair.new);
  if (metric === undefined || before === null || now === null) return own;
  if (metric.verdict === 'regressed' && now < before) return 'regressed';
  if (metric.verdict === 'improved' && now > before) return 'improved';
  return own;
}

/** Worst first: what a person should look at decides for the case. */
const byWeight: readonly CaseVerdict[] = [
  'regressed',
  'inconclusive',
  'flaky',
  'improved',
  'unchanged',
  'missing',
];

function worstOf(verdicts: readonly CaseVerdict[]): CaseVerdict {
  return byWeight.find((verdict) => verdicts.includes(verdict)) ?? 'missing';
}

function isAbsentFrom(run: RunResult): (item: CaseResult) => boolean {
  const ids = new Set(run.cases.map((item) => item.id));
  return (item) => !ids.has(item.id);
}

function missingCase(item: CaseResult): CaseComparison {
  return { id: item.id, verdict: 'missing', metrics: [] };
}

function sum(samples: readonly number[]): number {
  return samples.reduce((total, sample) => total + sample, 0);
}

function rate(samples: readonly number[]): number | null {
  return samples.length === 0 ? null : sum(samples) / samples.length;
}
