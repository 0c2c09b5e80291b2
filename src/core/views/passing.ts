import { isBelowTarget } from '../results/belowTarget.ts';
import type { RunResult } from '../results/runResult.ts';

/** How many of the metrics that scored anything reach their target. */
export interface Passing {
  readonly passing: number;
  readonly rated: number;
}

export function passingOf({ metrics }: Pick<RunResult, 'metrics'>): Passing {
  const rated = metrics.filter(({ scored }) => scored > 0);
  return {
    passing: rated.filter((metric) => !isBelowTarget(metric)).length,
    rated: rated.length,
  };
}

/** Share of all scores of a run that passed, 0 to 1; null where nothing was scored. */
export function passShare({ metrics }: Pick<RunResult, 'metrics'>): number | null {
  const scored = metrics.reduce((sum, metric) => sum + metric.scored, 0);
  if (scored === 0) return null;
  return metrics.reduce((sum, metric) => sum + metric.passed, 0) / scored;
}

/** `5 of 6 metrics pass`; says so where nothing was scored. */
export function passingText({ passing, rated }: Passing): string {
  return rated === 0 ? 'nothing was scored' : `${passing} of ${rated} metrics pass`;
}

/** `5/6 pass`: the same for narrow places. */
export function shortPassingText({ passing, rated }: Passing): string {
  return rated === 0 ? 'not scored' : `${passing}/${rated} pass`;
}
