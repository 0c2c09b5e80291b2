import { comparedReplies } from '../compare/comparedReplies.ts';
import { compareRuns } from '../compare/compareRuns.ts';
import type { Comparison } from '../compare/comparison.ts';
import { type Baseline, judgeBaseline } from '../compare/judgeBaseline.ts';
import { isEvalError } from '../errors.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { judgeChoice } from '../judges/judgeModels.ts';
import { JudgeScoring } from '../judges/judgeScoring.ts';
import type { Model } from '../ports.ts';
import type { ModelChoice, Prompt } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import { type EvaluationContext, type EvaluationInput, evaluate } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import { ModelCalls } from '../run/modelCalls.ts';
import { resolveModelChoice } from '../run/resolveModel.ts';
import { bookSpending, openSpending, type Spending, usageSince } from '../run/spending.ts';
import type { Case, Stage, Suite } from '../suite/suite.ts';

/** A prompt, one of its suites, and all cases of that suite. */
export interface Target {
  readonly prompt: Prompt;
  readonly suite: Suite;
  readonly cases: readonly Case[];
}

export interface PromptEvaluationOptions
  extends Pick<
    EvaluationInput,
    'useCache' | 'isOffline' | 'isRecorded' | 'budget' | 'confirm' | 'onClaimed'
  > {
  readonly stages: readonly Stage[];
  /** Stronger than suite and prompt. */
  readonly override?: ModelChoice;
  /** Weaker than suite and prompt. */
  readonly fallback?: ModelChoice;
  /** Stronger than the suite's. */
  readonly trials?: number;
  /** Which run to compare with; absent: none. */
  readonly baseline?: (run: RunResult) => Promise<Baseline | undefined>;
}

/** What is known after an evaluation: the run, what it is compared with, and what follows. */
export interface Evaluated {
  readonly target: Target;
  readonly run: RunResult;
  readonly comparison?: Comparison;
  /** The baseline, judged by today's metrics. */
  readonly baseline?: Baseline;
  readonly findings: readonly Finding[];
}

/**
 * Evaluates a target and compares it: what a save, a command and the command line all do.
 * @throws {EvalError} model-not-set, key-missing, store-unavailable; what concerns single cases is in the result
 */
export async function evaluatePrompt(
  target: Target,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<Evaluated> {
  const choice = resolveModelChoice(
    options.override,
    target.suite.model,
    target.prompt.model,
    options.fallback,
  );
  const { store, clock } = context.ports;
  const model: Model = await context.ports.models.open(choice);
  const judge = judgeChoice(target.suite.judge, choice);
  const spending = await openSpending(options.budget, clock.now(), store);
  const { confirm } = options;
  let isAllowed = options.isOffline !== true;
  const input: EvaluationInput = {
    ...target,
    model,
    judge,
    spending,
    parameters: choice.parameters,
    trials: options.trials ?? target.suite.trials,
    stages: options.stages,
    ...(options.useCache !== undefined && { useCache: options.useCache }),
    ...(options.isOffline !== undefined && { isOffline: options.isOffline }),
    ...(options.isRecorded !== undefined && { isRecorded: options.isRecorded }),
    ...(confirm !== undefined && {
      confirm: async (plan) => {
        isAllowed &&= await confirm(plan);
        return isAllowed;
      },
    }),
    ...(options.onClaimed !== undefined && { onClaimed: options.onClaimed }),
  };
  let run: RunResult | undefined;
  for await (const event of evaluate(input, context, signal)) {
    if (event.type === 'finished') run = event.run;
    onEvent(event);
  }
  if (run === undefined) throw new Error('An evaluation ended without a result.');
  const baseline = await options.baseline?.(run);
  const { stages } = options;
  return compareWith(
    target,
    run,
    baseline,
    { stages, judge, spending, isAllowed },
    context,
    signal,
  );
}

export interface ComparingOptions {
  readonly stages: readonly Stage[];
  /** See `judgeChoice`. */
  readonly judge?: ModelChoice;
  /** What the comparison may spend on judges; default: nothing is sent. */
  readonly spending?: Spending;
  /** Whether judges may be asked for what is not stored; default: when there is something to spend from. */
  readonly isAllowed?: boolean;
}

/**
 * Puts a finished run beside a baseline: both judged by the metrics of today, and by the same judges. When it is stopped,
 * the run stands without a comparison.
 */
export async function compareWith(
  target: Target,
  run: RunResult,
  baseline: Baseline | undefined,
  options: ComparingOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const alone = { target, run, findings: findingsOf({ ...target, run }) };
  if (baseline === undefined) return alone;
  try {
    return await compared(target, run, baseline, options, context, signal);
  } catch (error) {
    if (isEvalError(error, 'aborted')) return alone;
    throw error;
  }
}

async function compared(
  target: Target,
  run: RunResult,
  baseline: Baseline,
  options: ComparingOptions,
  { ports, pool }: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { stages, judge } = options;
  const time = ports.clock.now();
  const spending = options.spending ?? (await openSpending({}, time, ports.store));
  const isAllowed = options.isAllowed ?? options.spending !== undefined;
  const before = spending.usage;
  const calls = new ModelCalls({ ports, pool, spending, isAllowed, signal });
  const scorer = new JudgeScoring({ ports, calls, spending, judge });
  const judges = { ...target, stages };
  try {
    const rescored = await judgeBaseline(baseline, run, judges, scorer, signal);
    const runs = { baseline: rescored, current: run };
    const pair = await comparedReplies(runs, judges, scorer, signal);
    const usage = usageSince(before, spending.usage);
    const comparison = {
      ...compareRuns(pair.baseline, pair.current, { baselineLabel: baseline.label }),
      ...(usage.requests > 0 && { usage }),
    };
    return {
      target,
      run: pair.current,
      comparison,
      baseline: { ...baseline, run: pair.baseline },
      findings: findingsOf({
        ...target,
        run: pair.current,
        comparison,
        baseline: pair.baseline,
        ...(baseline.source !== undefined && { baselineSource: baseline.source }),
      }),
    };
  } finally {
    await bookSpending(usageSince(before, spending.usage), time, ports.store);
  }
}
