import { addCase, caseBits } from '../../src/core/health/caseBits.ts';
import type { ComparedEvent } from '../../src/core/health/events.ts';
import type { RunOutcomes } from '../../src/core/health/outcomes.ts';
import type { MetricSpec } from '../../src/core/suite/suite.ts';
import { startOfText } from '../../src/core/text.ts';

export const suitePath = '/w/s.metrics.yaml';
export const promptPath = '/w/s.prompt.md';
export const day = 24 * 60 * 60 * 1000;

/** A metric of a suite. */
export function spec(id: string, own: Partial<MetricSpec> = {}): MetricSpec {
  return {
    id,
    name: id,
    type: 'contains',
    parameters: {},
    stage: 'real-time',
    severity: 'error',
    owner: 'team',
    goal: 'goal',
    file: suitePath,
    range: startOfText,
    ...own,
  };
}

/**
 * A run in a line: per metric a letter for each case, `p` passed, `f` failed, `x` trials disagree, `-` not scored.
 * @param days since 1970
 */
export function run(
  id: string,
  promptVersion: string,
  days: number,
  metrics: Readonly<Record<string, string>>,
): RunOutcomes {
  const length = Math.max(0, ...Object.values(metrics).map((letters) => letters.length));
  return {
    run: id,
    promptVersion,
    time: days * day,
    cases: Array.from({ length }, (_, index) => `case-${index}`),
    metrics: Object.entries(metrics).map(([metric, letters]) => {
      const passed = caseBits(length);
      const failed = caseBits(length);
      [...letters].forEach((letter, index) => {
        if (letter === 'p' || letter === 'x') addCase(passed, index);
        if (letter === 'f' || letter === 'x') addCase(failed, index);
      });
      return { metric, passed, failed };
    }),
  };
}

/** A comparison of a run with one before it. */
export function compared(
  current: RunOutcomes,
  baseline: RunOutcomes,
  verdicts: ComparedEvent['verdicts'],
): ComparedEvent {
  return {
    type: 'compared',
    time: current.time,
    suite: suitePath,
    prompt: promptPath,
    run: current.run,
    promptVersion: current.promptVersion,
    baseline: baseline.run,
    baselineVersion: baseline.promptVersion,
    verdicts,
  };
}
