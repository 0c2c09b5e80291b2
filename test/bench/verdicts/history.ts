import { addCase, caseBits } from '../../../src/core/health/caseBits.ts';
import type { RunOutcomes } from '../../../src/core/health/outcomes.ts';
import { EarlierVersions } from '../../../src/core/live/earlierVersions.ts';
import type { SimulatedModel } from './population.ts';

/** The history of versions that behaved like the old one, as the store would give it: one sample per case and version. */
export function historyOf(
  model: SimulatedModel,
  cases: readonly string[],
  metrics: readonly string[],
  versions: number,
): EarlierVersions {
  const runs = Array.from({ length: versions }, (_, time): RunOutcomes => {
    const sets = metrics.map((metric) => ({
      metric,
      passed: caseBits(cases.length),
      failed: caseBits(cases.length),
    }));
    cases.forEach((_, index) => {
      model.call('old', index).forEach((score, k) => {
        const { passed, failed } = sets[k] ?? {};
        const into = score === 1 ? passed : failed;
        if (into !== undefined) addCase(into, index);
      });
    });
    return { run: `${time}`, promptVersion: `${time}`, time, cases, metrics: sets };
  });
  return new EarlierVersions(versions, runs);
}
