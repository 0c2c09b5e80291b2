import type { Baseline } from '../compare/judgeBaseline.ts';
import { builtInMetrics } from '../metrics/builtIn.ts';
import type { RunResult } from '../results/runResult.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import type { MetricSpec, Stage } from '../suite/suite.ts';
import type { Target } from './evaluated.ts';

/** The metrics that judge replies of both versions side by side: then both must be complete first. */
export function comparingMetrics(
  { suite, cases }: Target,
  stages: readonly Stage[],
): readonly MetricSpec[] {
  return metricsInUse(suite, cases, stages).filter(
    ({ type }) => builtInMetrics.get(type)?.comparesReplies === true,
  );
}

/** Why a comparison was made once, at its end, where people expect one that confirms failures while samples come in. */
export function fixedNotes(
  target: Target,
  baseline: Baseline,
  stages: readonly Stage[],
): readonly string[] {
  const atEnd = 'the verdict was reached once, at the end, and no failure was run again';
  const [comparing] = comparingMetrics(target, stages);
  if (comparing !== undefined) {
    return [`'${comparing.name}' judges the replies of both versions side by side: ${atEnd}.`];
  }
  return baseline.isReport ? [`Of ${baseline.label} only texts are known: ${atEnd}.`] : [];
}

/** What cannot be said of old samples that nobody knows the time of. */
export function undatedNote({ label }: Pick<Baseline, 'label'>): string {
  return `When the replies of ${label} were given is not known: the model may have moved since.`;
}

/** What is known of a version that was pinned, where it is not run again. */
export const pickedNote =
  'The pinned version was chosen after its results were seen, so they may look better than it is. Run the prompt, and what fails is run again with both versions.';

/**
 * That another model answered, where the prompts do not say which: what differs is then not the text alone. Undefined where the same one
 * did, or where that is not known of recorded replies.
 */
export function otherModelNote(
  { prompt }: Pick<Target, 'prompt'>,
  { run: { model: old }, label }: Pick<Baseline, 'run' | 'label'>,
  { model: now }: Pick<RunResult, 'model'>,
): string | undefined {
  const isSame = old.name === now.name && old.provider === now.provider;
  const isRecorded = [old, now].some(({ provider }) => provider === 'replay');
  if (isSame || isRecorded || prompt.model?.name !== undefined) return undefined;
  const names = old.name === now.name ? [old.provider, now.provider] : [old.name, now.name];
  return `${label} is of another model (${names[0]}, now ${names[1]}): what differs may come from the model, so no line of the prompt is blamed.`;
}
