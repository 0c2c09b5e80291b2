import { atOnce, type Steps } from '../../steps.ts';
import type { Verdict } from '../comparison.ts';
import { type CasePair, plannedRounds, type Rounds } from './casePair.ts';
import { type FixedSampleTest, testFixedSample } from './fixedSample.ts';
import { benjaminiHochberg, holm } from './holm.ts';
import { decideOverall, decideVerdict, type VerdictDecision } from './verdict.ts';

/** One metric's scores of two finished runs. */
export interface MetricPairs {
  readonly id: string;
  readonly pairs: readonly CasePair[];
}

/** Error rate, margin and samples of a comparison of two finished runs. */
export interface CompareOptions {
  /** Chance of any false claim over all metrics; default 0.05. */
  readonly alpha?: number;
  /** Changes smaller than this (absolute score) do not matter; default 0.1. */
  readonly margin?: number;
  /** Samples per case; default: as many as planned, absent ones being failed calls. */
  readonly rounds?: Rounds;
}

/** What is said of one metric of a finished run. */
export interface MetricResult extends VerdictDecision {
  readonly id: string;
  readonly test: FixedSampleTest;
  /** Adjusted over all metrics that have something to compare. */
  readonly pAdjusted: number;
  /** Adjusted for the expected share of false claims; for a report, never for a verdict. */
  readonly pFalseDiscovery: number;
}

/** All metrics of a comparison and the verdict over them. */
export interface MetricResults {
  readonly metrics: readonly MetricResult[];
  readonly overall: Verdict;
}

/**
 * Compares two finished runs of fixed size, where no case was sampled again because of its result;
 * the whole error rate goes to the final test (sections on definitions and the verdict).
 *
 * Metrics without anything to compare are `inconclusive` and cost the others nothing.
 */
export function compareMetrics(
  metrics: readonly MetricPairs[],
  options: CompareOptions = {},
): MetricResults {
  return atOnce(compareMetricsInSteps(metrics, options));
}

/** The same, with a step for every metric. */
export function* compareMetricsInSteps(
  metrics: readonly MetricPairs[],
  options: CompareOptions = {},
): Steps<MetricResults> {
  const alpha = options.alpha ?? 0.05;
  const margin = options.margin ?? 0.1;
  const tests: FixedSampleTest[] = [];
  for (const { pairs } of metrics) {
    tests.push(testFixedSample(pairs, { rounds: options.rounds ?? plannedRounds(pairs) }));
    yield;
  }
  const known = tests.flatMap((test, i) => (test.kind === 'empty' ? [] : [i]));
  const chances = known.map((i) => tests[i]?.pValue ?? 1);
  const byHolm = holm(chances);
  const byDiscovery = benjaminiHochberg(chances);
  const place = new Map(known.map((metric, position) => [metric, position]));
  const compared = tests.map((test, i): MetricResult => {
    const position = place.get(i) ?? -1;
    const pAdjusted = byHolm[position] ?? 1;
    return {
      id: metrics[i]?.id ?? '',
      test,
      pAdjusted,
      pFalseDiscovery: byDiscovery[position] ?? 1,
      ...decideVerdict({ test, pAdjusted, alpha, margin }),
    };
  });
  return { metrics: compared, overall: decideOverall(compared.map((m) => m.verdict)) };
}
