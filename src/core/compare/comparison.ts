import type { RunUsage } from '../results/runResult.ts';

/** What a comparison says of a metric, a case or a run. */
export type Verdict = 'regressed' | 'improved' | 'unchanged' | 'inconclusive';

/** A case can also be flaky (samples of one version disagree) or missing (no partner on the other side). */
export type CaseVerdict = Verdict | 'flaky' | 'missing';

/** One metric on two runs. Rates are shares of passed samples, 0 to 1; null where nothing was scored. */
export interface MetricComparison {
  readonly id: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** Better here, worse there. */
  readonly isMixed: boolean;
  /** Real, but inside the margin. */
  readonly isSmall: boolean;
  readonly old: number | null;
  readonly new: number | null;
  /** Mean over cases of (new - old) score, -1 to 1; null when no case has both. */
  readonly difference: number | null;
  /** 95 % interval of the difference. */
  readonly interval: readonly [number, number] | null;
  readonly pValue: number | null;
  /** Holm-adjusted over the metrics of the comparison. */
  readonly pAdjusted: number | null;
  /** Cases that have scores on both sides. */
  readonly pairs: number;
  /** A calm sentence for people. */
  readonly summary: string;
}

/** One metric on one case: passed samples of all, on each side. */
export interface CaseMetricComparison {
  readonly id: string;
  readonly old: number | null;
  readonly new: number | null;
  readonly verdict: CaseVerdict;
  readonly summary: string;
}

export interface CaseComparison {
  readonly id: string;
  readonly verdict: CaseVerdict;
  readonly metrics: readonly CaseMetricComparison[];
}

/** Two runs side by side, judged by the same metrics. */
export interface Comparison {
  /** Ids of the runs and prompt versions. */
  readonly baseline: {
    readonly run: string;
    readonly promptVersion: string;
    readonly label: string;
  };
  readonly current: { readonly run: string; readonly promptVersion: string };
  readonly verdict: Verdict;
  readonly metrics: readonly MetricComparison[];
  readonly cases: readonly CaseComparison[];
  /** Calls that judged the baseline, or both replies side by side; absent where there were none. */
  readonly usage?: RunUsage;
}
