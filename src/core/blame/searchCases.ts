import type { SearchCase } from './hunkSearch.ts';

/** Samples of a case that got worse, 1 passed and 0 not. */
export interface SuspectCase {
  readonly id: string;
  readonly old: readonly number[];
  readonly new: readonly number[];
}

/**
 * A case's chances of passing under both texts, from its samples. Few samples are never taken for
 * certainty: half a sample is added that speaks against them.
 */
export function searchCase({ id, old, new: fresh }: SuspectCase): SearchCase {
  return { id, passesOld: chance(old), passesNew: chance(fresh) };
}

function chance(samples: readonly number[]): number {
  const passed = samples.reduce((sum, sample) => sum + sample, 0);
  return (passed + 0.5 * (2 * passed < samples.length ? 0.3 : 0.7)) / (samples.length + 0.5);
}
