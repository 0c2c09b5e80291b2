import { hasSameBaseline } from './besideBaseline.ts';
import type { Evaluated } from './evaluated.ts';
import type { PromptState } from './promptState.ts';

/** The state with a result in the place of another one of the same run, which is kept as it was reached. */
export function withReached(state: PromptState, result: Evaluated, next: Evaluated): PromptState {
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
