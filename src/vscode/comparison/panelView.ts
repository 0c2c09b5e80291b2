import type { Evaluated, Target } from '../../core/live/evaluated.ts';
import type { Running } from '../../core/live/promptState.ts';
import type { CaseResult, RunResult } from '../../core/results/runResult.ts';
import { provisionalBaseline } from './panelInput.ts';

/** What the panel shows now: everything in it, and all that its buttons are about. */
export interface PanelView {
  readonly shown?: Evaluated;
  /** Whose metrics and cases are listed. */
  readonly target?: Target;
  /** Cases of the run that goes on that stand instead of those of `shown`. */
  readonly settled: readonly CaseResult[];
  /** What the settled cases stand beside. */
  readonly settledBeside?: RunResult;
}

/** @param result what is shown while nothing runs; @param isChosen it is a stored run, which a run that goes on leaves alone */
export function panelView(
  running: Running | undefined,
  result: Evaluated | undefined,
  isChosen: boolean,
): PanelView {
  const isShown = (suite: string | undefined) =>
    !isChosen && (result === undefined || result.target.suite.path === suite);
  const early = isShown(running?.early?.target.suite.path) ? running?.early : undefined;
  const shown = early ?? result;
  const ran = running?.target;
  const isOfShown = shown === undefined || shown.target.suite.path === ran?.suite.path;
  if (isChosen || ran === undefined || !isOfShown)
    return { ...(shown && { shown, target: shown.target }), settled: [] };
  const { baseline } = provisionalBaseline(result, ran);
  return {
    ...(shown && { shown }),
    target: ran,
    settled: running?.settled?.all() ?? [],
    ...(baseline && { settledBeside: baseline }),
  };
}

type Replies = Pick<RunResult, 'cases'>;

/** The replies of a case on both sides, as the panel shows them. */
export function repliesOf(
  { shown, settled, settledBeside }: PanelView,
  caseId: string | undefined,
): { readonly old?: Replies; readonly new?: Replies } {
  if (settled.some(({ id }) => id === caseId))
    return { ...(settledBeside && { old: settledBeside }), new: { cases: settled } };
  const old = shown?.baseline?.run;
  return { ...(old && { old }), ...(shown && { new: shown.run }) };
}
