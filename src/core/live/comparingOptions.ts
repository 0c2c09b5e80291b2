import type { ModelChoice } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import type { ComparingOptions } from './compareWith.ts';
import type { LiveSettings, Target } from './evaluated.ts';
import { targetJudge } from './targetModel.ts';

/** What the user has set, as far as finished runs are compared by it. */
export interface ComparingSettings extends Pick<LiveSettings, 'alpha' | 'margin'> {
  /** See `RunSettings`. */
  readonly fallback?: ModelChoice;
}

/** How finished runs of a target are compared: what was scored is, whatever stages it was. Nothing is sent. */
export function comparingOptions(
  target: Target,
  runs: readonly Pick<RunResult, 'metrics'>[],
  { fallback, alpha, margin }: ComparingSettings,
): ComparingOptions {
  return {
    stages: [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ stage }) => stage)))],
    judge: targetJudge(target, { ...(fallback && { fallback }) }),
    ...(alpha !== undefined && { alpha }),
    ...(margin !== undefined && { margin }),
  };
}
