import type { RunResult } from '../../results/runResult.ts';
import type { Steps } from '../../steps.ts';
import { caseComparisons, sampledCases } from '../caseComparison.ts';
import { casesWithoutPartner, partnersOf } from '../compareRuns.ts';
import type { Comparison, MetricComparison, Reruns } from '../comparison.ts';
import { metricComparison } from '../metricComparison.ts';
import type { FlipRecord } from '../statistics/confirm.ts';
import { decideLive } from './decide.ts';
import type { LiveComparison } from './liveComparison.ts';
import { type LiveStatusOptions, liveStatus } from './liveStatus.ts';

export interface DescribeOptions extends Omit<LiveStatusOptions, 'nameOf'> {
  /** How people call the baseline. */
  readonly baselineLabel: string;
}

/**
 * A live comparison as people see it at this moment, beside the trials that are in. Where samples come in between two
 * steps, what is told last knows of them already; claims are those of the beginning.
 */
export function* describeLiveComparison(
  comparison: LiveComparison,
  baseline: RunResult,
  run: RunResult,
  options: DescribeOptions,
): Steps<Comparison> {
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  const nameOf = (metric: string): string => names.get(metric) ?? metric;
  const records = comparison.flips;
  const results = yield* decideLive(comparison);
  const status = yield* liveStatus(comparison, { ...options, nameOf });
  const { isRunning } = options;
  const isPartial = comparison.isCut && !comparison.isResolved;
  const partners = partnersOf(baseline, run);
  const sampled = yield* sampledCases(comparison.metrics, partners, records);
  const metrics = results.metrics.map((result): MetricComparison => {
    const reruns = rerunsOf(records, result.id);
    const described = metricComparison(result, nameOf(result.id), comparison.options.margin, {
      cleared: clearedOf(records, result.id),
      ...(reruns && { reruns }),
      ...(status.resolve && { resolve: status.resolve }),
      ...(isPartial && { ofCases: comparison.cases.length }),
    });
    // While samples come in, no sentence may say what the next one takes back.
    return isRunning && result.verdict === 'inconclusive'
      ? { ...described, summary: `${nameOf(result.id)}: ${status.summary}` }
      : described;
  });
  const cases = yield* caseComparisons(sampled, metrics);
  return {
    baseline: {
      run: baseline.id,
      promptVersion: baseline.promptVersion,
      label: options.baselineLabel,
    },
    current: { run: run.id, promptVersion: run.promptVersion },
    verdict: results.overall,
    metrics,
    cases: [...cases, ...casesWithoutPartner(baseline, run)],
    live: status,
  };
}

/** Flips for the worse that fresh pairs spoke against. */
function clearedOf(flips: readonly FlipRecord[], metric: string): number {
  return flips.filter(
    (flip) => flip.metric === metric && flip.direction === 'worse' && flip.misses > flip.hits,
  ).length;
}

function rerunsOf(flips: readonly FlipRecord[], metric: string): Reruns | undefined {
  const rerun = flips.filter(
    (flip) => flip.metric === metric && flip.direction === 'worse' && flip.hits + flip.misses > 0,
  );
  if (rerun.length === 0) return undefined;
  return { failedAgain: rerun.filter(({ misses }) => misses === 0).length, cases: rerun.length };
}
