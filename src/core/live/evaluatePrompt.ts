import { changeLabel } from '../compare/baselineLabel.ts';
import { compareRuns } from '../compare/compareRuns.ts';
import type { Comparison } from '../compare/comparison.ts';
import { previousRun } from '../compare/findBaseline.ts';
import { rescore } from '../compare/rescore.ts';
import { type Finding, findingsOf } from '../findings.ts';
import type { Model } from '../ports.ts';
import type { ModelChoice, Prompt } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import { type EvaluationContext, type EvaluationInput, evaluate } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import { resolveModelChoice } from '../run/resolveModel.ts';
import type { Case, Stage, Suite } from '../suite/suite.ts';

/** A prompt, one of its suites, and all cases of that suite. */
export interface Target {
  readonly prompt: Prompt;
  readonly suite: Suite;
  readonly cases: readonly Case[];
}

export interface PromptEvaluationOptions
  extends Pick<EvaluationInput, 'useCache' | 'isOffline' | 'budget' | 'confirm' | 'onClaimed'> {
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

/** A run to compare with, as it was stored. */
export interface Baseline {
  readonly run: RunResult;
  readonly label: string;
  /** Source of the prompt it ran with, where known. */
  readonly source?: string;
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
  const model: Model = await context.ports.models.open(choice);
  const input: EvaluationInput = {
    ...target,
    model,
    parameters: choice.parameters,
    trials: options.trials ?? target.suite.trials,
    stages: options.stages,
    ...(options.useCache !== undefined && { useCache: options.useCache }),
    ...(options.isOffline !== undefined && { isOffline: options.isOffline }),
    ...(options.budget !== undefined && { budget: options.budget }),
    ...(options.confirm !== undefined && { confirm: options.confirm }),
    ...(options.onClaimed !== undefined && { onClaimed: options.onClaimed }),
  };
  let run: RunResult | undefined;
  for await (const event of evaluate(input, context, signal)) {
    if (event.type === 'finished') run = event.run;
    onEvent(event);
  }
  if (run === undefined) throw new Error('An evaluation ended without a result.');
  const baseline = await options.baseline?.(run);
  return compareWith(target, run, baseline, options.stages, context, signal);
}

/** Puts a finished run beside a baseline: both judged by the metrics of today. */
export async function compareWith(
  target: Target,
  run: RunResult,
  baseline: Baseline | undefined,
  stages: readonly Stage[],
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  if (baseline === undefined) return { target, run, findings: findingsOf({ ...target, run }) };
  // Recordings without replies cannot be judged again: their own scores stand.
  const hasReplies = baseline.run.cases.some((item) =>
    item.trials.some((trial) => trial.replies.length > 0),
  );
  const judged = hasReplies
    ? await rescore(baseline.run, { ...target, stages }, context.ports.scorer, signal)
    : baseline.run;
  const comparison = compareRuns(judged, run, { baselineLabel: baseline.label });
  return {
    target,
    run,
    comparison,
    baseline: { ...baseline, run: judged },
    findings: findingsOf({
      ...target,
      run,
      comparison,
      ...(baseline.source !== undefined && { baselineSource: baseline.source }),
    }),
  };
}

/** The default baseline: the newest run of another version of the prompt. */
export async function previousBaseline(
  run: RunResult,
  context: EvaluationContext,
): Promise<Baseline | undefined> {
  const { store } = context.ports;
  const previous = await previousRun(store, run);
  if (previous === undefined) return undefined;
  const version = await store.version(previous.prompt, previous.promptVersion);
  return {
    run: previous,
    label: changeLabel(previous),
    ...(version !== undefined && { source: version.source }),
  };
}
