import type { RunResult } from '../../results/runResult.ts';
import { caseComparison, openDropsOf } from '../caseComparison.ts';
import { casesWithoutPartner, partnersOf } from '../compareRuns.ts';
import type { Comparison, MetricComparison, Reruns } from '../comparison.ts';
import { metricComparison } from '../metricComparison.ts';
import { samplesOf } from '../pairing.ts';
import type { FlipRecord } from '../statistics/confirm.ts';
import { decideLive } from './decide.ts';
import type { LiveComparison } from './liveComparison.ts';
import { type LiveStatusOptions, liveStatus } from './liveStatus.ts';

export interface DescribeOptions extends Omit<LiveStatusOptions, 'nameOf'> {
  /** How people call the baseline. */
  readonly baselineLabel: string;
}

/** A live comparison as people see it at this moment, beside the trials that are in. */
export function describeLiveComparison(
  comparison: LiveComparison,
  baseline: RunResult,
  run: RunResult,
  options: DescribeOptions,
): Comparison {
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  const nameOf = (metric: string): string => names.get(metric) ?? metric;
  const status = liveStatus(comparison, { ...options, nameOf });
  const results = decideLive(comparison);
  const { isRunning } = options;
  const flips = new Map(comparison.flips.map((flip) => [`${flip.metric}\n${flip.caseId}`, flip]));
  const cases = partnersOf(baseline, run).map(([item, old]) => ({
    id: item.id,
    samples: comparison.metrics.flatMap((metric) => {
      const before = old === undefined ? [] : samplesOf(old, metric);
      const now = samplesOf(item, metric);
      const flip = flips.get(`${metric}\n${item.id}`);
      return before.length + now.length === 0
        ? []
        : [{ metric, old: before, new: now, ...(flip && { flip }) }];
    }),
  }));
  const drops = openDropsOf(cases);
  const metrics = results.metrics.map((result): MetricComparison => {
    const reruns = rerunsOf(comparison.flips, result.id);
    const described = metricComparison(result, nameOf(result.id), comparison.options.margin, {
      openDrops: drops.get(result.id) ?? 0,
      ...(reruns && { reruns }),
      ...(status.resolve && { resolve: status.resolve }),
    });
    // While samples come in, no sentence may say what the next one takes back.
    return isRunning && result.verdict === 'inconclusive'
      ? { ...described, summary: `${nameOf(result.id)}: ${status.summary}` }
      : described;
  });
  const verdicts = new Map(metrics.map((metric) => [metric.id, metric]));
  return {
    baseline: {
      run: baseline.id,
      promptVersion: baseline.promptVersion,
      label: options.baselineLabel,
    },
    current: { run: run.id, promptVersion: run.promptVersion },
    verdict: results.overall,
    metrics,
    cases: [
      ...cases.map(({ id, samples }) => caseComparison(id, samples, verdicts)),
      ...casesWithoutPartner(baseline, run),
    ],
    live: status,
  };
}

function rerunsOf(flips: readonly FlipRecord[], metric: string): Reruns | undefined {
  const rerun = flips.filter(
    (flip) => flip.metric === metric && flip.direction === 'worse' && flip.hits + flip.misses > 0,
  );
  if (rerun.length === 0) return undefined;
  return { failedAgain: rerun.filter(({ misses }) => misses === 0).length, cases: rerun.length };
}
