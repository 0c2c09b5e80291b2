import { samplesOf } from '../compare/pairing.ts';
import type { Evaluated } from '../live/evaluated.ts';
import type { Case } from '../suite/suite.ts';

/** The tag by which people note that a case is flaky. It changes no verdict. */
export const flakyTag = 'flaky';

/** Whether a case carries the note already. */
export function isTaggedFlaky({ tags }: Pick<Case, 'tags'>): boolean {
  return tags.some((tag) => tag.toLowerCase() === flakyTag);
}

/**
 * How often a case passed where replies to one text of the prompt disagree, e.g. `passes 3 of 5 with the same text`; undefined where
 * none do, or where something of the case weighs more than that it wavers.
 */
export function flakyReason(
  { run, baseline, comparison }: Pick<Evaluated, 'run' | 'baseline' | 'comparison'>,
  caseId: string,
): string | undefined {
  const compared = comparison?.cases.find(({ id }) => id === caseId);
  if (compared !== undefined && compared.verdict !== 'flaky') return undefined;
  const metrics =
    compared === undefined
      ? run.metrics.map(({ id }) => id)
      : compared.metrics.filter(({ verdict }) => verdict === 'flaky').map(({ id }) => id);
  const now = wavering(run, caseId, metrics);
  if (now !== undefined) return `passes ${now} with the same text`;
  const before =
    compared === undefined || baseline === undefined
      ? undefined
      : wavering(baseline.run, caseId, metrics);
  return before && `passed ${before} with the same text before`;
}

/** `3 of 5` of the first metric whose samples disagree. */
function wavering(
  { cases }: Pick<Evaluated['run'], 'cases'>,
  caseId: string,
  metrics: readonly string[],
): string | undefined {
  const item = cases.find(({ id }) => id === caseId);
  if (item === undefined) return undefined;
  for (const metric of metrics) {
    const samples = samplesOf(item, metric);
    const passed = samples.filter((sample) => sample === 1).length;
    if (passed > 0 && passed < samples.length) return `${passed} of ${samples.length}`;
  }
  return undefined;
}
