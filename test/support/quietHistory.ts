import type { Store } from '../../src/core/ports.ts';
import type { RunResult } from '../../src/core/results/runResult.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Gives a suite a past in which metrics failed now and then.
 * @param failing ids of metrics; each fails on every third case
 * @param versions of the prompt; with fewer than runs, runs of a version come one after the other
 */
export async function failingHistory(
  store: Pick<Store, 'saveRun'>,
  run: RunResult,
  { failing, versions }: { readonly failing: readonly string[]; readonly versions: number },
): Promise<void> {
  const runs = 8;
  for (let index = 0; index < runs; index++) {
    const isBad = index % 2 === 1;
    await store.saveRun({
      ...run,
      id: `failing-${failing.join('-')}-${index}`,
      promptVersion: `failing ${failing.join(' ')} ${Math.floor((index * versions) / runs)}`,
      startedAt: run.startedAt - (runs - index) * dayMs,
      cases: run.cases.map((item, at) => ({
        ...item,
        trials: item.trials.map((trial) => ({
          ...trial,
          scores: trial.scores.map((score) =>
            failing.includes(score.metric) && isBad && at % 3 === 0
              ? { ...score, value: 0, passed: false }
              : score,
          ),
        })),
      })),
    });
  }
}

/**
 * Gives a suite a past: the results of a run, over and over for weeks, each time as another version of the prompt.
 * @param days how long ago it begins
 */
export async function quietHistory(
  store: Pick<Store, 'saveRun'>,
  run: RunResult,
  { days = 120, runs = 12 }: { readonly days?: number; readonly runs?: number } = {},
): Promise<void> {
  for (let index = 0; index < runs; index++)
    await store.saveRun({
      ...run,
      id: `quiet-${index}`,
      promptVersion: `quiet version ${index}`,
      startedAt: run.startedAt - days * dayMs + (index * days * dayMs) / (runs + 1),
    });
}
