/** What versions before the two compared ones showed of a case. */
export interface CaseHistory {
  readonly passes: number;
  readonly samples: number;
}

/** What one version showed of a case on a metric; `both`: its samples disagree. */
export type VersionOutcome = 'passed' | 'failed' | 'both';

/** Samples below which nothing is said of a case. */
const leastSamples = 3;

/**
 * The history of a case that is too shaky for a failure to mean much, else undefined: earlier versions
 * passed it less than 4 of 5 times, and at least one of them both passed
 * and failed it. A case that some versions fail and others pass, each of them for good, is none: its
 * versions differ, and that it fails again is news.
 */
export function shakyHistory(outcomes: readonly VersionOutcome[]): CaseHistory | undefined {
  const history = historyOf(outcomes);
  const { passes, samples } = history;
  const isSeldom = samples >= leastSamples && passes < 0.8 * samples;
  return isSeldom && outcomes.includes('both') ? history : undefined;
}

/** How often a case passed. Samples of one version that disagree count as one that passed and one that did not. */
export function historyOf(outcomes: Iterable<VersionOutcome>): CaseHistory {
  let passes = 0;
  let samples = 0;
  for (const outcome of outcomes) {
    if (outcome !== 'failed') passes++;
    samples += outcome === 'both' ? 2 : 1;
  }
  return { passes, samples };
}
