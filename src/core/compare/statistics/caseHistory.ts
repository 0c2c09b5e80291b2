/** What versions before the two compared ones showed of a case. */
export interface CaseHistory {
  readonly passes: number;
  readonly samples: number;
}

/** What one version showed of a case on a metric; `both`: its samples disagree. */
export type VersionOutcome = 'passed' | 'failed' | 'both';

/** Samples below which nothing is said of a case. */
const leastSamples = 3;

/** Times that an outcome has to change before it counts as chance: an edit that broke or repaired the case is one change. */
const leastChanges = 2;

/**
 * The history of a case that is too shaky for a failure to mean much, else undefined: earlier versions
 * passed it less than 4 of 5 times (section on adaptive sampling), and back and forth. A case that all
 * earlier versions failed until one repaired it is no such case: that it fails again is news.
 *
 * @param outcomes of earlier versions, oldest first; the version after them passed
 */
export function shakyHistory(outcomes: readonly VersionOutcome[]): CaseHistory | undefined {
  const history = historyOf(outcomes);
  const { passes, samples } = history;
  const isSeldom = samples >= leastSamples && passes < 0.8 * samples;
  return isSeldom && changesOf([...outcomes, 'passed']) >= leastChanges ? history : undefined;
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

function changesOf(outcomes: readonly VersionOutcome[]): number {
  return outcomes.filter(
    (outcome, i) => outcome === 'both' || (i > 0 && outcome !== outcomes[i - 1]),
  ).length;
}
