import type { Store } from '../../src/core/ports.ts';
import type { RunResult } from '../../src/core/results/runResult.ts';

const dayMs = 24 * 60 * 60 * 1000;

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
