import { Breather } from '../breather.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { type Evaluated, evaluatedWith } from './evaluated.ts';
import { evaluationInput, type PromptEvaluationOptions } from './evaluationInput.ts';
import { findCauses } from './findCauses.ts';

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
  const breather = new Breather(context.ports.clock);
  return evaluatedWith(target, run, baseline, comparison, breather, more);
}
