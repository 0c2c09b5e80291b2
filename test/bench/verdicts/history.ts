import { Confirmation, flipsOf } from '../../../src/core/compare/statistics/confirm.ts';
import { addCase, caseBits } from '../../../src/core/health/caseBits.ts';
import type { RunOutcomes } from '../../../src/core/health/outcomes.ts';
import { EarlierVersions } from '../../../src/core/live/earlierVersions.ts';
import type { SimulatedModel } from './population.ts';

/**
 * The history of versions that behaved like the old one, as saves leave it in the store: every case once, and again where it
 * fell beside the version before.
 */
export function historyOf(
  model: SimulatedModel,
  cases: readonly string[],
  metrics: readonly string[],
  versions: number,
): EarlierVersions {
  const before: (readonly number[] | undefined)[] = cases.map(() => undefined);
  const runs = Array.from({ length: versions }, (_, time): RunOutcomes => {
    const sets = metrics.map((metric) => ({
      metric,
      passed: caseBits(cases.length),
      failed: caseBits(cases.length),
    }));
    cases.forEach((id, index) => {
      const first = model.call('old', index);
      for (const sample of [first, ...repeated(model, id, index, before[index], first)]) {
        sample.forEach((score, k) => {
          const { passed, failed } = sets[k] ?? {};
          const into = score === 1 ? passed : failed;
          if (into !== undefined) addCase(into, index);
        });
      }
      before[index] = first;
    });
    return { run: `${time}`, promptVersion: `${time}`, time, cases, metrics: sets };
  });
  return new EarlierVersions(versions, runs);
}

/** The fresh samples of a case that fell, as the confirmation of that save drew them. */
function repeated(
  model: SimulatedModel,
  id: string,
  index: number,
  before: readonly number[] | undefined,
  first: readonly number[],
): readonly (readonly number[])[] {
  if (before === undefined) return [];
  const difference = (old: readonly number[], fresh: readonly number[]) =>
    new Map(fresh.map((score, k) => [`${k}`, score - (old[k] ?? 0)]));
  const confirmation = new Confirmation(flipsOf(id, difference(before, first)), {
    worseOnly: true,
  });
  const fresh: (readonly number[])[] = [];
  while (confirmation.next !== undefined && confirmation.isWorthCalls(id)) {
    const sample = model.call('old', index);
    fresh.push(sample);
    confirmation.count(difference(model.call('old', index), sample));
  }
  return fresh;
}
