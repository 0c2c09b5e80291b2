import type { Baseline } from '../compare/judgeBaseline.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { type ComparingSettings, comparingOptions } from './comparingOptions.ts';
import type { Evaluated } from './evaluated.ts';
import { comparedAsReached } from './restored.ts';
import { hasSameReplies } from './sameReplies.ts';

/**
 * A result beside another baseline; nothing is run or sent. What was reached beside the same one stands as it is, under the name that
 * it is asked for by, if it has one.
 * @param reached the result as it was reached, where another one stands in its place
 * @throws {EvalError} aborted
 */
export async function besideBaseline(
  result: Evaluated,
  reached: Evaluated | undefined,
  baseline: Baseline | undefined,
  settings: ComparingSettings,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const known = [result, reached].find(
    (one) => one !== undefined && hasSameBaseline(one.baseline, baseline),
  );
  if (known !== undefined) return calledAs(known, baseline);
  const { target, run } = result;
  const options = comparingOptions(target, [run], settings);
  return comparedAsReached(target, run, baseline, options, context, signal);
}

/** Whether two baselines are of one run; a file may have got other content under the same id. */
export function hasSameBaseline(a: Baseline | undefined, b: Baseline | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.run.id === b.run.id && (b.isReport !== true || hasSameReplies(a.run, b.run));
}

function calledAs(result: Evaluated, as: Baseline | undefined): Evaluated {
  const { baseline, comparison } = result;
  if (as === undefined || baseline === undefined) return result;
  // A stored run has only its time for a name; what it is besides says more.
  const { name, since, isAtCommit = false } = as.name === undefined ? baseline : as;
  const { label } = as;
  if (baseline.label === label && baseline.name === name) return result;
  const { since: _, ...rest } = baseline;
  return {
    ...result,
    baseline: {
      ...{ ...rest, label, isAtCommit },
      ...(name !== undefined && { name }),
      ...(since !== undefined && { since }),
    },
    ...(comparison && {
      comparison: { ...comparison, baseline: { ...comparison.baseline, label } },
    }),
  };
}
