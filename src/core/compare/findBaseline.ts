import type { Store } from '../ports.ts';
import type { RunResult } from '../results/runResult.ts';

/** How many earlier runs are looked at before giving up. */
const lookBack = 50;

/**
 * The run that a new one is compared with by default: the newest of another version of the same prompt
 * with the same suite that has at least one reply. One that was stopped, or replaced by a newer save, only where none came to its
 * end: it says next to nothing of its version, and a drop before it would never be told.
 * @param before only runs that began earlier, milliseconds since 1970
 */
export async function previousRun(
  store: Store,
  current: Pick<RunResult, 'prompt' | 'suite' | 'promptVersion'>,
  before = Number.POSITIVE_INFINITY,
): Promise<RunResult | undefined> {
  const found = await store.runs({
    prompt: current.prompt,
    suite: current.suite,
    notPromptVersion: current.promptVersion,
    summaries: true,
    limit: lookBack,
  });
  const summaries = found.filter(({ startedAt }) => startedAt < before);
  const isWhole = ({ status }: Pick<RunResult, 'status'>) => status === 'complete';
  const candidates = [
    ...summaries.filter(isWhole),
    ...summaries.filter((summary) => !isWhole(summary)),
  ];
  // Cases only of those that are looked at, and that is nearly always the first alone.
  for (const { id } of candidates) {
    const run = await store.run(id);
    if (run?.cases.some((item) => item.trials.some(hasReply))) return run;
  }
  return undefined;
}

function hasReply(trial: { readonly replies: readonly unknown[] }): boolean {
  return trial.replies.length > 0;
}
