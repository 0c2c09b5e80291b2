import type { Baseline } from '../../compare/judgeBaseline.ts';
import { readPrompt } from '../../prompt/formats.ts';
import { includesOf } from '../../prompt/includeContext.ts';
import type { EvaluationContext } from '../../run/evaluate.ts';
import { judgedBaseline } from '../compareWith.ts';
import { type ComparingSettings, comparingOptions } from '../comparingOptions.ts';
import type { Evaluated, Target } from '../evaluated.ts';
import { comparedAsReached } from '../restored.ts';

/** Two runs to be put side by side; without an old one the new one stands alone. */
export interface Sides {
  readonly old: Baseline | undefined;
  readonly new: Baseline;
}

/**
 * Any two runs of a suite side by side, both judged by the metrics of today. Nothing is run or sent.
 * @param present the last result: whose suite, cases and stages count
 * @throws {EvalError} aborted
 */
export async function comparedSides(
  present: Pick<Evaluated, 'target' | 'run'>,
  sides: Sides,
  settings: ComparingSettings,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { old, new: now } = sides;
  const target = await withTextOf(present.target, now, context);
  const options = comparingOptions(target, [present.run, now.run], settings);
  const run = await judgedBaseline(target, now, present.run, options, context, signal);
  // Lines can only be said to have changed where both texts are known.
  const isKnown = now.source !== undefined;
  const beside = old === undefined || isKnown ? old : withoutText(old);
  const reached = await comparedAsReached(target, run, beside, options, context, signal);
  if (old === undefined || reached.baseline === undefined || isKnown) return reached;
  return { ...reached, baseline: { ...old, run: reached.baseline.run } };
}

function withoutText({ source: _source, parts: _parts, ...rest }: Baseline): Baseline {
  return rest;
}

async function withTextOf(
  target: Target,
  { source, parts }: Baseline,
  { ports: { files } }: EvaluationContext,
): Promise<Target> {
  const { prompt: today } = target;
  if (source === undefined || source === today.source) return target;
  const { value: prompt } = await readPrompt(
    { path: today.path, text: source },
    includesOf(today, files, parts),
  );
  return prompt === undefined ? target : { ...target, prompt };
}
