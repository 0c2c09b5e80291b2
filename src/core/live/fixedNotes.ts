import type { Baseline } from '../compare/judgeBaseline.ts';
import { builtInMetrics } from '../metrics/builtIn.ts';
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
