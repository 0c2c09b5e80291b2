import type { Baseline } from '../compare/judgeBaseline.ts';
import type { GitText, Model } from '../ports.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import type { EvaluationContext, EvaluationInput } from '../run/evaluate.ts';
import type { PlanSummary } from '../run/plan.ts';
import { openSpending } from '../run/spending.ts';
import type { Stage } from '../suite/suite.ts';
import type { Evaluated, LiveSettings, Target } from './evaluated.ts';
import { targetJudge, targetModel } from './targetModel.ts';

/** How a target is evaluated, beyond what its suite and prompt say. */
export interface PromptEvaluationOptions
  extends Pick<
    EvaluationInput,
    | 'useCache'
    | 'isOffline'
    | 'isRecorded'
    | 'scoresWhenStopped'
    | 'budget'
    | 'spending'
    | 'confirm'
    | 'onClaimed'
  > {
  readonly stages: readonly Stage[];
  /** Stronger than suite and prompt. */
  readonly override?: ModelChoice;
  /** Weaker than suite and prompt. */
  readonly fallback?: ModelChoice;
  /** Stronger than the suite's. */
  readonly trials?: number;
  /** Which run to compare with; absent: none. It is asked for when the run begins or, for runs of fixed size, ends. */
  readonly baseline?: (run: RunResult) => Promise<Baseline | undefined>;
  /**
   * A prompt's file, or one that it includes, at the last commit. Asked for where `baseline` finds nothing, or only a run that was stopped, and the
   * version was not run to its end before;
   * default: nothing is compared with it.
   */
  readonly lastCommit?: (path: string) => Promise<GitText | undefined>;
  /** Whether people are asked about a plan of this size; default: about none. */
  readonly isLarge?: (plan: PlanSummary) => boolean;
  /** The version accepted last, to see chains of small drops; asked for when the run has ended. */
  readonly accepted?: (run: RunResult) => Promise<Baseline | undefined>;
  /** Compare while the run goes on; absent: run all trials, then compare. */
  readonly live?: LiveSettings;
  /** Called whenever a verdict of a live comparison is new. What it says of other metrics is still open. */
  readonly onVerdict?: (evaluated: Evaluated) => void;
}

/** What an evaluation of the target is made from. */
export async function evaluationInput(
  target: Target,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
) {
  const choice = targetModel(target, options);
  const { store, clock } = context.ports;
  const model: Model = await context.ports.models.open(choice);
  const judge = targetJudge(target, options);
  const spending = options.spending ?? (await openSpending(options.budget, clock.now(), store));
  const { confirm } = options;
  let isAllowed = options.isOffline !== true;
  const input: EvaluationInput = {
    ...target,
    model,
    judge,
    spending,
    parameters: choice.parameters,
    trials: options.trials ?? trialsOf(target, options.live),
    stages: options.stages,
    ...(options.useCache !== undefined && { useCache: options.useCache }),
    ...(options.isOffline !== undefined && { isOffline: options.isOffline }),
    ...(options.isRecorded !== undefined && { isRecorded: options.isRecorded }),
    ...(options.scoresWhenStopped && { scoresWhenStopped: true }),
    ...(confirm !== undefined && {
      confirm: async (plan) => {
        isAllowed &&= await confirm(plan);
        return isAllowed;
      },
    }),
    ...(options.onClaimed !== undefined && { onClaimed: options.onClaimed }),
  };
  return { input, judge, spending, isAllowed: () => isAllowed };
}

/** A suite that asks for one trial asks for none in particular. */
function trialsOf({ suite }: Target, live: LiveSettings | undefined): number {
  return suite.trials > 1 ? suite.trials : (live?.trials ?? 1);
}
