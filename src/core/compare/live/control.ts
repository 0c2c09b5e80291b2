import type { ControlFigures } from '../comparison.ts';
import type { LiveComparison } from './liveComparison.ts';

/** Samples of today without which "it fails now too" is no more than a single failure. */
const leastSamples = 2;

/**
 * What both versions did today on the cases in question: those whose stored old samples are in doubt
 * and that failed under the new version. Undefined where no old sample was in doubt.
 *
 * Where the old version now fails every time on at least half of these cases, the model moved. A case
 * that merely varies shows that with a chance of about 8 % (three samples; population of the
 * statistics' simulations, given one pass and one failure).
 *
 * @param isOtherParameters whether the stored old samples were made with other parameters than today's
 */
export function controlOf(
  comparison: LiveComparison,
  isOtherParameters: boolean,
): ControlFigures | undefined {
  const { samples, options } = comparison;
  const flips = comparison.flips.filter(
    ({ caseId, direction, shaky }) =>
      direction === 'worse' && shaky === undefined && comparison.oldFrom(caseId) > 0,
  );
  if (flips.length === 0) return undefined;
  const old = { passed: 0, samples: 0 };
  const fresh = { passed: 0, samples: 0 };
  const cases = new Map<string, boolean>();
  for (const { caseId, metric } of flips) {
    const before = samples.scores('old', caseId, metric, comparison.oldFrom(caseId));
    const after = samples.scores('new', caseId, metric, options.rounds);
    count(old, before);
    count(fresh, after);
    const failsNow = before.length >= leastSamples && before.every((score) => score < 0.5);
    cases.set(caseId, (cases.get(caseId) ?? false) || failsNow);
  }
  const moved = [...cases.values()].filter((failsNow) => failsNow).length;
  const isModel = comparison.claims('worse').length === 0 && 2 * moved >= cases.size;
  return {
    cases: cases.size,
    metrics: [...new Set(flips.map(({ metric }) => metric))],
    old,
    new: fresh,
    cause: isModel
      ? isOtherParameters
        ? 'parameters'
        : 'model'
      : comparison.claims('worse').length > 0
        ? 'edit'
        : 'unclear',
  };
}

/** A sentence with the figures. */
export function describeControl(control: ControlFigures): string {
  const { cases, old, new: fresh, cause } = control;
  const figures = `run side by side today on the ${cases === 1 ? 'case' : `${cases} cases`} in question, the old version passed ${old.passed} of ${old.samples} and this one ${fresh.passed} of ${fresh.samples}`;
  switch (cause) {
    case 'model':
      return `The model moved, not your edit: ${figures}.`;
    case 'parameters':
      return `Other model parameters made the difference, not your edit: ${figures}.`;
    case 'edit':
      return `It was the edit: ${figures}.`;
    case 'unclear':
      return `Edit or model cannot be told apart yet: ${figures}.`;
  }
}

/** What made the difference where it was not the edit, as a title; undefined where it was, or is not known. */
export function controlTitle(control: ControlFigures | undefined): string | undefined {
  switch (control?.cause) {
    case 'model':
      return 'The model moved, not your edit';
    case 'parameters':
      return 'Other model parameters, not your edit';
    case 'edit':
    case 'unclear':
    case undefined:
      return undefined;
  }
}

function count(into: { passed: number; samples: number }, scores: readonly number[]): void {
  into.samples += scores.length;
  into.passed += scores.filter((score) => score >= 0.5).length;
}
