import type { EvaluationContext } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import type { LiveInput, LiveOutcome } from './liveInput.ts';
import { LiveRun } from './liveRun.ts';

/**
 * Evaluates a suite on a prompt and compares it with an older version at the same time: asks for one
 * sample per case, for more where a case failed, and stops once a metric is known to be worse.
 * Everything that is stored already is free. The events are those of a run; `live` ones tell how the
 * comparison stands.
 */
export async function* evaluateLive(
  input: LiveInput,
  context: EvaluationContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, LiveOutcome> {
  const run = await LiveRun.open(input, context, signal);
  const work = run.work().then(
    () => run.events.end(),
    (error: unknown) => run.events.fail(error),
  );
  try {
    yield* run.events;
  } finally {
    await work;
  }
  const outcome = await run.finish();
  yield { type: 'finished', run: outcome.run };
  return outcome;
}
