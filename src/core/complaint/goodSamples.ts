import type { Sample } from '../metrics/sample.ts';
import type { Store } from '../ports.ts';
import type { TrialResult } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import type { Case } from '../suite/suite.ts';
import { mostGoodSamples } from './prove.ts';

/** Newest runs that are looked through. */
const newestRuns = 5;

/**
 * Replies that people are content with: those of the newest runs that passed every metric that could score them. The same
 * conversation counts once.
 * @param cases of the suite as it is now; replies to other cases are left out
 */
export async function goodSamples(
  store: Pick<Store, 'runs' | 'run'>,
  owner: { readonly prompt: string; readonly suite: string },
  cases: readonly Case[],
): Promise<readonly Sample[]> {
  const byId = new Map(cases.map((item) => [item.id, item]));
  const found = new Map<string, Sample>();
  for (const { id } of await store.runs({ ...owner, summaries: true, limit: newestRuns })) {
    const run = await store.run(id);
    for (const result of run?.cases ?? []) {
      const item = byId.get(result.id);
      if (item === undefined) continue;
      for (const trial of result.trials) {
        const sample = isGood(trial) ? sampleOf(item, trial) : undefined;
        if (sample === undefined) continue;
        const key = JSON.stringify(sample.messages.map(({ content }) => content));
        if (!found.has(key)) found.set(key, sample);
        if (found.size >= mostGoodSamples) return [...found.values()];
      }
    }
  }
  return [...found.values()];
}

/** What no metric has scored is not known to be good. */
function isGood({ error, scores }: TrialResult): boolean {
  return (
    error === undefined &&
    scores.some(({ passed }) => passed === true) &&
    scores.every(({ status, passed }) => status === 'skipped' || passed === true)
  );
}
