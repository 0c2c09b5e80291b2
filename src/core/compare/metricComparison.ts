import type { MetricComparison } from './comparison.ts';
import type { FixedSampleTest } from './statistics/fixedSample.ts';
import type { VerdictDecision } from './statistics/verdict.ts';
import {
  describeChange,
  describeMetric,
  describeMove,
  type MetricFigures,
} from './statistics/wording.ts';

/** One metric's test and verdict, however they were reached. */
export interface TestedMetric extends VerdictDecision {
  readonly id: string;
  readonly test: FixedSampleTest;
  readonly pAdjusted: number;
}

/** A metric's result with the sentence that belongs to it. */
export function metricComparison(
  result: TestedMetric,
  name: string,
  margin: number,
  more: Pick<MetricComparison, 'reruns'> &
    Pick<MetricFigures, 'resolve' | 'ofCases'> & {
      /** Cases that fell and passed when they were run again; default 0. */
      readonly cleared?: number;
    } = {},
): MetricComparison {
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
    ...(more.ofCases !== undefined && { ofCases: more.ofCases }),
    openDrops: Math.max(0, test.worseCases - (more.cleared ?? 0)),
    ...(more.reruns && { reruns: more.reruns }),
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
          ...(more.reruns && { reruns: more.reruns }),
          ...(more.resolve && { resolve: more.resolve }),
          ...(more.ofCases !== undefined && { ofCases: more.ofCases }),
        }),
  };
}

/** A metric of which nothing may be claimed, because its old samples are in doubt: the rates, and that they decide nothing. */
export function openComparison(
  result: TestedMetric,
  name: string,
  margin: number,
): MetricComparison {
  const own = { ...result, verdict: 'inconclusive', mixed: false, small: false } as const;
  const compared = metricComparison(own, name, margin);
  if (compared.difference === null) return compared;
  const summary = `${name}: ${changeText({ ...compared, interval: null })}. The earlier results are in doubt, so nothing is claimed.`;
  return { ...compared, summary };
}

/** What became of a metric that moved, e.g. `got worse`. */
export function moveText({ verdict, isMixed, isSmall }: MetricComparison): string {
  return describeMove({ verdict, mixed: isMixed, small: isSmall });
}

/** By how much it moved and how sure that is: `100 % -> 67 % (-33 points; the true change is likely 8 to 59 points worse)`. */
export function changeText(
  compared: Pick<MetricComparison, 'old' | 'new' | 'difference' | 'interval' | 'pairs' | 'ofCases'>,
): string {
  const { old, new: now, difference, interval, pairs, ofCases } = compared;
  return describeChange({
    ...{ oldMean: old, newMean: now, difference, interval, cases: pairs },
    ...(ofCases !== undefined && { ofCases }),
  });
}
