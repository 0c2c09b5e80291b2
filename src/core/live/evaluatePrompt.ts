import { comparedReplies } from '../compare/comparedReplies.ts';
import { compareRuns } from '../compare/compareRuns.ts';
import { type Baseline, judgeBaseline } from '../compare/judgeBaseline.ts';
import { splitAlpha } from '../compare/live/liveOptions.ts';
import { isEvalError } from '../errors.ts';
import { findingsOf } from '../findings.ts';
import { judgeChoice } from '../judges/judgeModels.ts';
import { JudgeScoring } from '../judges/judgeScoring.ts';
import { measureJudges } from '../judges/measureJudges.ts';
import type { Model, Scorer } from '../ports.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import type { RunResult, RunUsage } from '../results/runResult.ts';
import { type EvaluationContext, type EvaluationInput, evaluate } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import { ModelCalls } from '../run/modelCalls.ts';
import { resolveModelChoice } from '../run/resolveModel.ts';
import { bookSpending, openSpending, type Spending, usageSince } from '../run/spending.ts';
import type { Stage } from '../suite/suite.ts';
import { askableVersion, begunRun, comparesReplies, evaluateAgainst } from './evaluateAgainst.ts';
import { type Evaluated, evaluatedWith, type LiveSettings, type Target } from './evaluated.ts';
import { findCauses } from './findCauses.ts';
import { recordCompared } from './recordCompared.ts';

export type { Evaluated, LiveSettings, Target } from './evaluated.ts';

export interface PromptEvaluationOptions
  extends Pick<
    EvaluationInput,
    | 'useCache'
    | 'isOffline'
    | 'isRecorded'
    | 'scoresWhenStopped'
    | 'budget'
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
  /** The version accepted last, to see chains of small drops; asked for when the run has ended. */
  readonly accepted?: (run: RunResult) => Promise<Baseline | undefined>;
  /** Compare while the run goes on; absent: run all trials, then compare. */
  readonly live?: LiveSettings;
  /** Called whenever a verdict of a live comparison is new. What it says of other metrics is still open. */
  readonly onVerdict?: (evaluated: Evaluated) => void;
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
  const evaluated = await evaluatedAndCompared(target, options, context, signal, onEvent);
  if (options.isRecorded !== false && !signal.aborted)
    await recordCompared(evaluated, context.ports);
  return evaluated;
}

async function evaluatedAndCompared(
  asked: Target,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
): Promise<Evaluated> {
  const { input, ...judging } = await evaluationInput(asked, options, context);
  const { judge, spending } = judging;
  const { stages, live } = options;
  const target = await withReliability(asked, judge, context, signal);
  const comparing = () => ({ stages, judge, spending, isAllowed: judging.isAllowed() });
  if (live !== undefined && options.baseline !== undefined && !comparesReplies(target, stages)) {
    const begun = begunRun(input, context.ports.clock.now());
    const baseline = await options.baseline(begun);
    // Of a report only texts are known: it is judged with the messages of the finished run.
    if (baseline !== undefined && baseline.isReport !== true) {
      const judged = await judgedBaseline(target, baseline, begun, comparing(), context, signal);
      const old = await askableVersion(target, baseline, options, context);
      const evaluated = await evaluateAgainst(
        target,
        { ...input, spending, baseline, judged, settings: live, ...(old && { old }) },
        context,
        signal,
        { onEvent, ...(options.onVerdict && { onVerdict: options.onVerdict }) },
      );
      if (signal.aborted) return evaluated;
      return alsoSinceAccepted(evaluated, options, comparing(), context, signal);
    }
  }
  let run: RunResult | undefined;
  for await (const event of evaluate(input, context, signal)) {
    if (event.type === 'finished') run = event.run;
    onEvent(event);
  }
  if (run === undefined) throw new Error('An evaluation ended without a result.');
  const baseline = await options.baseline?.(run);
  return compareWith(target, run, baseline, { ...comparing(), ...live }, context, signal);
}

/**
 * Looks for the change of the prompt that made metrics worse, and says so in the findings. Resolves with the same object
 * where there is nothing to look for.
 * @throws {EvalError} model-not-set, key-missing, store-unavailable
 */
export async function withCauses(
  evaluated: Evaluated,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { comparison, baseline, target, run, sinceAccepted } = evaluated;
  if (comparison?.verdict !== 'regressed' || baseline === undefined) return evaluated;
  const { input } = await evaluationInput(target, options, context);
  const causes = await findCauses(evaluated, input, context, signal);
  if (causes.length === 0) return evaluated;
  const more = { causes, ...(sinceAccepted && { sinceAccepted }) };
  return evaluatedWith(target, run, baseline, comparison, more);
}

/**
 * Compares with the version accepted last as well: a chain of small drops is invisible save by save (section on baseline
 * hygiene). One test on the samples that are there; it has the error rate of the final test for itself. Resolves with
 * the same object where that version is the one compared with anyway.
 * @throws {EvalError} aborted
 */
async function alsoSinceAccepted(
  evaluated: Evaluated,
  options: PromptEvaluationOptions,
  comparing: ComparingOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { target, run, baseline, comparison } = evaluated;
  if (baseline === undefined || comparison === undefined) return evaluated;
  const accepted = await options.accepted?.(run);
  const isOther =
    accepted !== undefined &&
    accepted.run.promptVersion !== run.promptVersion &&
    accepted.run.promptVersion !== baseline.run.promptVersion;
  if (!isOther) return evaluated;
  const judged = await judgedBaseline(target, accepted, run, comparing, context, signal);
  const { alpha = 0.05, margin } = options.live ?? {};
  const sinceAccepted = compareRuns(judged, run, {
    baselineLabel: accepted.label,
    alpha: splitAlpha(alpha).finalAlpha,
    ...(margin !== undefined && { margin }),
  });
  return evaluatedWith(target, run, baseline, comparison, { sinceAccepted });
}

/** The target with what is stored about the reliability of its judges: nothing is asked about labels on the way. */
async function withReliability(
  target: Target,
  judge: ModelChoice,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Target> {
  try {
    const { reliability } = await measureJudges(target, { judge }, context, signal);
    return reliability.size === 0 ? target : { ...target, reliability };
  } catch (error) {
    if (isEvalError(error, 'aborted')) return target;
    throw error;
  }
}

/** What an evaluation of the target is made from. */
async function evaluationInput(
  target: Target,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
) {
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

export interface ComparingOptions {
  readonly stages: readonly Stage[];
  /** See `judgeChoice`. */
  readonly judge?: ModelChoice;
  /** What the comparison may spend on judges; default: nothing is sent. */
  readonly spending?: Spending;
  /** See `LiveSettings`. */
  readonly alpha?: number;
  readonly margin?: number;
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
  const judges = { ...target, stages: options.stages };
  return withJudges(options, { ports, pool }, signal, async (scorer, usage) => {
    const rescored = await judgeBaseline(baseline, run, judges, scorer, signal);
    const runs = { baseline: rescored, current: run };
    const pair = await comparedReplies(runs, judges, scorer, signal);
    const { alpha, margin } = options;
    const used = usage();
    const comparison = {
      ...compareRuns(pair.baseline, pair.current, {
        baselineLabel: baseline.label,
        ...(alpha !== undefined && { alpha }),
        ...(margin !== undefined && { margin }),
      }),
      ...(used.requests > 0 && { usage: used }),
    };
    return evaluatedWith(target, pair.current, { ...baseline, run: pair.baseline }, comparison);
  });
}

/** The baseline's run judged by today's metrics and judges. @throws {EvalError} aborted */
async function judgedBaseline(
  target: Target,
  baseline: Baseline,
  run: RunResult,
  options: ComparingOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<RunResult> {
  const judges = { ...target, stages: options.stages };
  return withJudges(options, context, signal, (scorer) =>
    judgeBaseline(baseline, run, judges, scorer, signal),
  );
}

/** Work with judges whose calls are within the budget and booked. */
async function withJudges<T>(
  options: ComparingOptions,
  { ports, pool }: EvaluationContext,
  signal: AbortSignal,
  work: (scorer: Scorer, usage: () => RunUsage) => Promise<T>,
): Promise<T> {
  const { judge } = options;
  const time = ports.clock.now();
  const spending = options.spending ?? (await openSpending({}, time, ports.store));
  const isAllowed = options.isAllowed ?? options.spending !== undefined;
  const before = spending.usage;
  const calls = new ModelCalls({ ports, pool, spending, isAllowed, signal });
  const usage = () => usageSince(before, spending.usage);
  try {
    return await work(new JudgeScoring({ ports, calls, spending, judge }), usage);
  } finally {
    await bookSpending(usage(), time, ports.store);
  }
}
