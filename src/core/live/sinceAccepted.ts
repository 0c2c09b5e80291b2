import { Breather } from '../breather.ts';
import { compareRunsInSteps } from '../compare/compareRuns.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import { splitAlpha } from '../compare/live/liveOptions.ts';
import type { RunResult } from '../results/runResult.ts';
import type { EvaluationContext, EvaluationInput } from '../run/evaluate.ts';
import type { Spending } from '../run/spending.ts';
import { inSteps } from '../steps.ts';
import { type ComparingOptions, judgedBaseline } from './compareWith.ts';
import { askableVersion, evaluateAgainst } from './evaluateAgainst.ts';
import { type Evaluated, evaluatedWith, type Target } from './evaluated.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';
import type { AskableVersion } from './liveInput.ts';
import { doubtOf, requestDoubt } from './oldDoubt.ts';
import { fingerprintOf } from './oldSamples.ts';

/** How the evaluation was made that is looked at once more. */
export interface SinceAcceptedParts {
  readonly options: PromptEvaluationOptions;
  readonly comparing: ComparingOptions;
  readonly input: EvaluationInput;
  readonly spending: Spending;
}

/**
 * Compares with the version accepted last as well: a chain of small drops is invisible save by save.
 * One test on the samples that are there; it has the error rate of the final test for itself. Where it shows
 * a drop and the accepted version's samples are in doubt, e.g. because they are weeks old, that version is run again on the
 * cases that fell, and only fresh samples decide. Resolves with the same object where that version is the one compared with
 * anyway.
 * @throws {EvalError} aborted
 */
export async function alsoSinceAccepted(
  evaluated: Evaluated,
  parts: SinceAcceptedParts,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { target, run, baseline, comparison } = evaluated;
  const { options, comparing } = parts;
  if (baseline === undefined || comparison === undefined) return evaluated;
  const accepted = await options.accepted?.(run);
  const isOther =
    accepted !== undefined &&
    accepted.run.promptVersion !== run.promptVersion &&
    accepted.run.promptVersion !== baseline.run.promptVersion;
  if (!isOther) return evaluated;
  const judged = await judgedBaseline(target, accepted, run, comparing, context, signal);
  const { alpha = 0.05, margin } = options.live ?? {};
  const steps = compareRunsInSteps(judged, run, {
    baselineLabel: accepted.label,
    alpha: splitAlpha(alpha).finalAlpha,
    ...(margin !== undefined && { margin }),
  });
  const breather = new Breather(context.ports.clock);
  const shown = await inSteps(steps, breather);
  const sinceAccepted =
    shown.verdict === 'regressed'
      ? ((await onFreshSamples(target, run, accepted, judged, parts, context, signal)) ?? shown)
      : shown;
  return evaluatedWith(target, run, baseline, comparison, breather, { sinceAccepted });
}

/** The comparison made again with fresh samples of both versions; undefined where the stored ones are sound. */
async function onFreshSamples(
  target: Target,
  run: RunResult,
  accepted: Baseline,
  judged: RunResult,
  { options, input, spending }: SinceAcceptedParts,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Comparison | undefined> {
  const old = await askableVersion(target, accepted, options, context);
  if (!(await isDoubtful(judged, run, old, context))) return undefined;
  const { alpha, margin, confirmRounds } = options.live ?? {};
  const again = await evaluateAgainst(
    target,
    {
      ...input,
      spending,
      baseline: accepted,
      judged,
      isRecorded: false,
      // A version that was run before costs nothing, here as elsewhere.
      asksAgain: run.usage.requests > 0,
      settings: {
        ...(alpha !== undefined && { alpha }),
        ...(margin !== undefined && { margin }),
        ...(confirmRounds !== undefined && { confirmRounds }),
      },
      ...(old && { old }),
    },
    context,
    signal,
    { onEvent: () => undefined },
  );
  return again.comparison;
}

async function isDoubtful(
  judged: RunResult,
  run: RunResult,
  old: AskableVersion | undefined,
  { ports }: EvaluationContext,
): Promise<boolean> {
  const trials = judged.cases.flatMap((item) => item.trials);
  const ofRequest = old && (await requestDoubt(judged, old, ports.store));
  const doubt = doubtOf(trials, judged, {
    now: run.startedAt,
    model: old?.model.info,
    ...(ofRequest && { ofRequest }),
    isPicked: false,
    isControl: false,
  });
  const [before, now] = [judged, run].map(({ cases }) => fingerprintOf(cases[0]?.trials[0]));
  return doubt !== undefined || (before != null && now != null && before !== now);
}
