import type { RunUsage } from '../results/runResult.ts';

/** What a comparison says of a metric, a case or a run. */
export type Verdict = 'regressed' | 'improved' | 'unchanged' | 'inconclusive';

/** A case can also be flaky (samples of one version disagree) or missing (no partner on the other side). */
export type CaseVerdict = Verdict | 'flaky' | 'missing';

/** What can be said of a single case. Hints only: the error rate is guaranteed for metrics. */
export type CaseLabel =
  | 'same'
  | 'flipped'
  | 'likely got worse'
  | 'got worse'
  | 'likely got better'
  | 'got better'
  | 'flaky'
  | 'missing'
  | 'unknown';

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
  /** All cases, where the run ended before its last one because enough was known. */
  readonly ofCases?: number;
  /** Cases that pass less often than before and were not cleared by running them again. */
  readonly openDrops: number;
  /** Cases that failed where they passed before and were run again; absent: none was. */
  readonly reruns?: Reruns;
  /** A calm sentence for people. */
  readonly summary: string;
}

/** What fresh samples said of cases that had failed. */
export interface Reruns {
  /** Cases that failed again on every fresh sample where the old version passed. */
  readonly failedAgain: number;
  readonly cases: number;
}

/** One metric on one case: passed samples of all, on each side. */
export interface CaseMetricComparison {
  readonly id: string;
  readonly old: number | null;
  readonly new: number | null;
  readonly verdict: CaseVerdict;
  readonly label: CaseLabel;
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
  /** Every old sample is in doubt, and none was drawn again: whatever happened, nothing could be claimed. */
  readonly isOpen?: true;
  /** Old samples are in doubt, and none of them was drawn again: the verdict rests on the other cases. */
  readonly isDoubtful?: true;
  readonly metrics: readonly MetricComparison[];
  readonly cases: readonly CaseComparison[];
  /** Sentences about how it was made where that is not as usual, e.g. once, at the end. */
  readonly notes?: readonly string[];
  /** Calls that judged the baseline, or both replies side by side; absent where there were none. */
  readonly usage?: RunUsage;
  /** How far it got and what could still be asked; absent where two finished runs were compared. */
  readonly live?: LiveStatus;
}

/** Where a comparison that is made while samples come in stands. */
export interface LiveStatus {
  /** True while samples are being drawn. */
  readonly isRunning: boolean;
  /** Samples of the screen that were counted, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Scores that moved once in either direction, and how many would if nothing had changed. */
  readonly flips: number;
  readonly expectedFlips: number;
  /** One calm line for the whole; says nothing of red or green while nothing is shown. */
  readonly summary: string;
  /** Further sentences, e.g. that old samples were too old to be trusted. */
  readonly notes: readonly string[];
  /** What completing the samples would take and find; absent where nothing is left to draw. */
  readonly resolve?: ResolveOffer;
  /** What the old version did when it was run again today; absent where it was not. */
  readonly control?: ControlFigures;
}

/** The price of Resolve, and what it would find. */
export interface ResolveOffer {
  readonly calls: number;
  /** US dollars; null where the price is unknown. */
  readonly cost: number | null;
  /** The smallest drop (0..1) found with 80 % chance. */
  readonly detects: number | null;
}

/** The cases in question under both versions, run side by side today. */
export interface ControlFigures {
  readonly cases: number;
  /** The metrics they failed. */
  readonly metrics: readonly string[];
  readonly old: { readonly passed: number; readonly samples: number };
  readonly new: { readonly passed: number; readonly samples: number };
  /**
   * `model`: the old version fails now too; `parameters`: the same, and the model is asked with other parameters than then; `edit`: it still passes where the new one fails;
   * `unclear`: neither is shown.
   */
  readonly cause: 'model' | 'parameters' | 'edit' | 'unclear';
}
