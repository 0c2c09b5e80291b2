import { compareRunsInSteps } from '../compare/compareRuns.ts';
import { splitAlpha } from '../compare/live/liveOptions.ts';
import { Breather } from '../run/breather.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { inSteps } from '../run/steps.ts';
import { type ComparingOptions, judgedBaseline } from './compareWith.ts';
import { type Evaluated, evaluatedWith } from './evaluated.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';

/**
 * Compares with the version accepted last as well: a chain of small drops is invisible save by save (section on baseline
 * hygiene). One test on the samples that are there; it has the error rate of the final test for itself. Resolves with
 * the same object where that version is the one compared with anyway.
 * @throws {EvalError} aborted
 */
export async function alsoSinceAccepted(
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
  const steps = compareRunsInSteps(judged, run, {
    baselineLabel: accepted.label,
    alpha: splitAlpha(alpha).finalAlpha,
    ...(margin !== undefined && { margin }),
  });
  const sinceAccepted = await inSteps(steps, new Breather(context.ports.clock));
  return evaluatedWith(target, run, baseline, comparison, { sinceAccepted });
}
