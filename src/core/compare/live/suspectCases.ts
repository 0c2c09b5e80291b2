import type { SuspectCase } from '../../blame/searchCases.ts';
import { mean } from '../statistics/casePair.ts';
import type { LiveComparison } from './liveComparison.ts';

/** The cases that carry a metric's regression, with all their samples; undefined where it is no regression. */
export function suspectCases(
  comparison: LiveComparison,
  metric: string,
): readonly SuspectCase[] | undefined {
  if (!comparison.claims('worse').includes(metric)) return undefined;
  const { samples, cases } = comparison;
  const spokenAgainst = new Set(
    comparison.flips
      .filter((flip) => flip.metric === metric && flip.misses > flip.hits)
      .map(({ caseId }) => caseId),
  );
  return cases.flatMap(({ id }) => {
    const old = samples.scores('old', id, metric, comparison.oldFrom(id));
    const fresh = samples.scores('new', id, metric);
    const isWorse = old.length > 0 && fresh.length > 0 && mean(fresh) < mean(old);
    return isWorse && !spokenAgainst.has(id) ? [{ id, old, new: fresh }] : [];
  });
}
