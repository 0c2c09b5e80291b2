import { basename } from '../path.ts';
import { versionId } from '../prompt/version.ts';
import type { Evaluated, Target } from './evaluated.ts';
import { failureOf, isOutdated, type PromptState } from './promptState.ts';

/** What became of one target of a run. */
export type TargetOutcome =
  | { readonly target: Target; readonly evaluated: Evaluated }
  | { readonly target: Target; readonly error: unknown };

/**
 * What is known of a prompt after a run: the results that are there, for suites that could not run the earlier ones, and why.
 * @param before what was known when the run began
 */
export function stateAfter(
  prompt: string,
  outcomes: readonly TargetOutcome[],
  before: PromptState | undefined,
): PromptState {
  const known = outcomes.flatMap((outcome) => {
    if ('evaluated' in outcome) return [{ result: outcome.evaluated, isOld: false }];
    const earlier = earlierOf(outcome.target, before);
    return earlier === undefined ? [] : [earlier];
  });
  const old = known.filter(({ isOld }) => isOld).map(({ result }) => result.target.suite.path);
  const isNew = outcomes.length === 0 || outcomes.some((outcome) => 'evaluated' in outcome);
  // The same object: to whoever looks, nothing has come in.
  const results = isNew ? known.map(({ result }) => result) : (before?.results ?? []);
  const isStale = results.length > 0 && old.length === known.length;
  const failure = firstFailure(outcomes);
  const reached = before?.reached?.filter(({ run }) =>
    results.some((result) => result.run.id === run.id),
  );
  return {
    prompt,
    results,
    isStale,
    ...(!isStale && old.length > 0 && { olderSuites: old }),
    ...(reached !== undefined && reached.length > 0 && { reached }),
    ...(!isNew && before?.isRestored && { isRestored: true }),
    ...(failure && { failure }),
  };
}

function earlierOf(
  { prompt, suite }: Target,
  before: PromptState | undefined,
): { readonly result: Evaluated; readonly isOld: boolean } | undefined {
  const result = before?.results.find(({ target }) => target.suite.path === suite.path);
  if (before === undefined || result === undefined) return undefined;
  const isOld =
    isOutdated(before, result) ||
    result.run.promptVersion !== versionId(prompt) ||
    result.target.suite.source !== suite.source;
  return { result, isOld };
}

function firstFailure(outcomes: readonly TargetOutcome[]): PromptState['failure'] {
  for (const outcome of outcomes) {
    const failure = 'error' in outcome ? failureOf(outcome.error) : undefined;
    if (failure === undefined) continue;
    if (outcomes.length === 1) return failure;
    const { code, message } = failure;
    return { code, message: `${basename(outcome.target.suite.path)}: ${message}` };
  }
  return undefined;
}
