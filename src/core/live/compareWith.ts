import { Breather } from '../breather.ts';
import { comparedReplies } from '../compare/comparedReplies.ts';
import { compareRunsInSteps } from '../compare/compareRuns.ts';
import { type Baseline, judgeBaseline } from '../compare/judgeBaseline.ts';
import { isEvalError } from '../errors.ts';
import { findingsInSteps } from '../findings/findings.ts';
import { JudgeScoring } from '../judges/judgeScoring.ts';
import type { Scorer } from '../ports.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import type { RunResult, RunUsage } from '../results/runResult.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { ModelCalls } from '../run/modelCalls.ts';
import { openSpending, type Spending, usageSince } from '../run/spending.ts';
import { inSteps } from '../steps.ts';
import type { Stage } from '../suite/suite.ts';
import { type Evaluated, evaluatedWith, type Target } from './evaluated.ts';
import { finishedDoubt } from './finishedDoubt.ts';
import { fixedNotes, otherModelNote, pickedNote, undatedNote } from './fixedNotes.ts';

/** How a finished run is put beside another one. */
export interface ComparingOptions {
  readonly stages: readonly Stage[];
  /** See `targetJudge`; undefined: metrics that ask one fail. */
  readonly judge: ModelChoice | undefined;
  /** What the comparison may spend on judges; default: nothing is sent. */
  readonly spending?: Spending;
  /** See `LiveSettings`. */
  readonly alpha?: number;
  readonly margin?: number;
  /** Say why the comparison is not made while samples come in. Default false. */
  readonly explains?: boolean;
  /** Its verdicts were reached before, on samples that were sound then: doubts that have come up since count for nothing. Default false. */
  readonly isSettled?: boolean;
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
  const alone = async () => {
    const steps = findingsInSteps({ ...target, run });
    return { target, run, findings: await inSteps(steps, new Breather(context.ports.clock)) };
  };
  if (baseline === undefined) return alone();
  try {
    return await compared(target, run, baseline, options, context, signal);
  } catch (error) {
    if (isEvalError(error, 'aborted')) return alone();
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
    const breather = new Breather(ports.clock);
    const rescored = await judgeBaseline(baseline, run, judges, scorer, signal, breather);
    const runs = { baseline: rescored, current: run };
    const pair = await comparedReplies(runs, judges, scorer, signal);
    const { alpha, margin } = options;
    const used = usage();
    const isUndated = baseline.isUndated === true;
    const doubt = options.isSettled || isUndated ? undefined : finishedDoubt(baseline.run, run);
    const otherModel = otherModelNote(target, baseline, run);
    const isPicked = baseline.isPicked === true && options.isSettled !== true;
    const notes = [
      ...(otherModel === undefined ? [] : [otherModel]),
      ...(isPicked ? [pickedNote] : []),
      ...(options.explains ? fixedNotes(target, baseline, options.stages) : []),
      ...(isUndated ? [undatedNote(baseline)] : []),
      ...(doubt?.notes ?? []),
    ];
    const steps = compareRunsInSteps(pair.baseline, pair.current, {
      baselineLabel: baseline.label,
      ...(alpha !== undefined && { alpha }),
      ...(margin !== undefined && { margin }),
      ...(doubt && { doubtful: doubt.cases }),
    });
    const comparison = {
      ...(await inSteps(steps, breather)),
      ...(notes.length > 0 && { notes }),
      ...(used.requests > 0 && { usage: used }),
    };
    const old = { ...baseline, run: pair.baseline };
    const { source: _, ...textless } = old;
    const beside = otherModel === undefined ? old : textless;
    const evaluated = await evaluatedWith(target, pair.current, beside, comparison, breather);
    return { ...evaluated, baseline: old };
  });
}

/** The baseline's run judged by today's metrics and judges. @throws {EvalError} aborted */
export async function judgedBaseline(
  target: Target,
  baseline: Baseline,
  run: RunResult,
  options: ComparingOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<RunResult> {
  const judges = { ...target, stages: options.stages };
  return withJudges(options, context, signal, (scorer) =>
    judgeBaseline(baseline, run, judges, scorer, signal, new Breather(context.ports.clock)),
  );
}

/** Work with judges whose calls are within the budget. */
async function withJudges<T>(
  options: ComparingOptions,
  { ports, pool }: EvaluationContext,
  signal: AbortSignal,
  work: (scorer: Scorer, usage: () => RunUsage) => Promise<T>,
): Promise<T> {
  const { judge } = options;
  const spending = options.spending ?? (await openSpending({}, ports.clock.now(), ports.store));
  const isAllowed = options.isAllowed ?? options.spending !== undefined;
  const before = spending.usage;
  const calls = new ModelCalls({ ports, pool, spending, isAllowed, signal });
  const usage = () => usageSince(before, spending.usage);
  return work(new JudgeScoring({ ports, calls, spending, judge }), usage);
}
