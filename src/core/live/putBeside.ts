import type { Baseline } from '../compare/judgeBaseline.ts';
import type { RunResult } from '../results/runResult.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { besideBaseline, hasSameBaseline } from './besideBaseline.ts';
import type { ComparingSettings } from './comparingOptions.ts';
import type { Evaluated } from './evaluated.ts';
import type { PromptState } from './promptState.ts';

/** Where the state of a prompt is; others may change it meanwhile. */
export interface StatePlace {
  readonly get: () => PromptState | undefined;
  readonly set: (state: PromptState) => void;
}

/** What a run is put beside. @param reached the baseline of the result as it was reached */
export type BaselineChoice = (
  run: RunResult,
  reached: Baseline | undefined,
  context: EvaluationContext,
) => Promise<Baseline | undefined>;

/** How often a result is put beside a baseline while it changes. */
const maxTries = 3;

/**
 * Puts one of the results of a prompt beside another baseline. False: it is no longer there, or nobody wants it any more.
 * @throws {EvalError} what `choose` throws
 */
export async function putBeside(
  place: StatePlace,
  isMeant: (result: Evaluated) => boolean,
  choose: BaselineChoice,
  settings: ComparingSettings,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries++) {
    const before = place.get();
    const result = before?.results.find(isMeant);
    if (before === undefined || result === undefined) return false;
    const reached = before.reached?.find(({ run }) => run.id === result.run.id);
    const baseline = await choose(result.run, (reached ?? result).baseline, context);
    const next = await besideBaseline(result, reached, baseline, settings, context, signal);
    if (signal.aborted) return false;
    const now = place.get();
    // What else was found out about the same run meanwhile, as what caused a change, wins once.
    if (now?.results !== before.results) continue;
    if (next !== result) place.set(withReached(now, result, next));
    return true;
  }
  return false;
}

/** The state with a result in the place of another one of the same run, which is kept as it was reached. */
function withReached(state: PromptState, result: Evaluated, next: Evaluated): PromptState {
  const { reached = [], results } = state;
  const isOwn = ({ run }: Evaluated) => run.id === result.run.id;
  const known = reached.find(isOwn);
  // Of two beside the same baseline the later one knows more.
  const isNewer = known === undefined || hasSameBaseline(known.baseline, result.baseline);
  return {
    ...state,
    results: results.map((one) => (one === result ? next : one)),
    reached: [...reached.filter((one) => !isOwn(one)), isNewer ? result : known],
  };
}
