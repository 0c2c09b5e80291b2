import type { CaseResult, RunResult } from '../results/runResult.ts';
import { atOnce, type Steps } from '../steps.ts';
import { caseComparisons, sampledCases } from './caseComparison.ts';
import type { CaseComparison, Comparison } from './comparison.ts';
import { metricComparison, openComparison } from './metricComparison.ts';
import { isSameInput, plannedTrials, samplesOf } from './pairing.ts';
import type { CasePair } from './statistics/casePair.ts';
import { compareMetricsInSteps, type MetricPairs } from './statistics/compareMetrics.ts';

export interface CompareRunsOptions {
  /** Chance of any false claim over all metrics; default 0.05. */
  readonly alpha?: number;
  /** Changes smaller than this share of cases do not matter; default 0.1. */
  readonly margin?: number;
  /** How people call the baseline, e.g. `previous version`. */
  readonly baselineLabel: string;
  /**
   * Ids of the cases whose old samples are in doubt, and are not run again: no verdict rests on them. Where there is no
   * other case, rates are told, and every verdict stays open. Default: none.
   */
  readonly doubtful?: ReadonlySet<string>;
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
  return atOnce(compareRunsInSteps(baseline, current, options));
}

/** The same, in pieces between which an editor around may do its own. */
export function* compareRunsInSteps(
  baseline: RunResult,
  current: RunResult,
  options: CompareRunsOptions,
): Steps<Comparison> {
  const margin = options.margin ?? 0.1;
  const { doubtful = new Set<string>() } = options;
  const partners = partnersOf(baseline, current);
  const sound = partners.filter(([{ id }]) => !doubtful.has(id));
  const isDoubtful = partners.some(([{ id }, old]) => old !== undefined && doubtful.has(id));
  const isOpen = isDoubtful && !sound.some(([item, old]) => hasReply(item) && hasReply(old));
  const pairs: MetricPairs[] = [];
  for (const { id } of current.metrics) {
    pairs.push({ id, pairs: pairsOf(id, isOpen ? partners : sound, baseline, current) });
    yield;
  }
  const results = yield* compareMetricsInSteps(pairs, { alpha: options.alpha ?? 0.05, margin });
  const sampled = yield* sampledCases(
    current.metrics.map(({ id }) => id),
    partners,
  );
  const metrics = results.metrics.map((result, index) => {
    const name = current.metrics[index]?.name ?? result.id;
    return isOpen ? openComparison(result, name, margin) : metricComparison(result, name, margin);
  });
  // A case in doubt is no evidence for the verdict of a metric.
  const ofCase = new Map<string, CaseComparison>();
  for (const isLeftOut of [false, true]) {
    const own = sampled.filter(({ id }) => doubtful.has(id) === isLeftOut);
    for (const item of yield* caseComparisons(own, isLeftOut ? [] : metrics))
      ofCase.set(item.id, item);
  }
  const cases = sampled.flatMap(({ id }) => ofCase.get(id) ?? []);
  return {
    baseline: {
      run: baseline.id,
      promptVersion: baseline.promptVersion,
      label: options.baselineLabel,
    },
    current: { run: current.id, promptVersion: current.promptVersion },
    verdict: isOpen ? 'inconclusive' : results.overall,
    ...(isOpen && { isOpen }),
    ...(isDoubtful && { isDoubtful }),
    metrics,
    cases: [...cases, ...casesWithoutPartner(baseline, current)],
  };
}

/** Each case of today with the same case of the baseline, where its input is the same too. */
export function partnersOf(
  baseline: RunResult,
  current: RunResult,
): readonly (readonly [CaseResult, CaseResult | undefined])[] {
  const old = new Map(baseline.cases.map((item) => [item.id, item]));
  return current.cases.map((item) => {
    const found = old.get(item.id);
    // A case whose variables or turns were edited has no partner: other input is another question.
    return [item, found !== undefined && isSameInput(found, item) ? found : undefined];
  });
}

/** Cases that the suite no longer has. */
export function casesWithoutPartner(
  baseline: RunResult,
  current: RunResult,
): readonly CaseComparison[] {
  const ids = new Set(current.cases.map((item) => item.id));
  return baseline.cases
    .filter((item) => !ids.has(item.id))
    .map(({ id }) => ({ id, verdict: 'missing', metrics: [] }));
}

/** A case whose calls failed is evidence of nothing. */
function hasReply(item: CaseResult | undefined): boolean {
  return item?.trials.some(({ output }) => output !== null) === true;
}

function pairsOf(
  metric: string,
  partners: readonly (readonly [CaseResult, CaseResult | undefined])[],
  baseline: RunResult,
  current: RunResult,
): readonly CasePair[] {
  return partners.flatMap(([item, old]) => {
    const pair = {
      id: item.id,
      old: old === undefined ? [] : samplesOf(plannedTrials(baseline, old), metric),
      new: samplesOf(plannedTrials(current, item), metric),
    };
    return pair.old.length === 0 && pair.new.length === 0 ? [] : [pair];
  });
}
