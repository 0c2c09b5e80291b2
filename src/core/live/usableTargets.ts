import { EvalError } from '../errors.ts';
import type { LoadedTargets } from './loadTargets.ts';

/**
 * What can be run of what was read.
 * @throws {EvalError} prompt-unusable where a mistake leaves nothing to run: that is not a run without results
 */
export function usableTargets({ targets, problems }: LoadedTargets): LoadedTargets['targets'] {
  const fault = problems.find(({ severity }) => severity === 'error');
  if (targets.length > 0 || fault === undefined) return targets;
  const { message, file, range } = fault;
  throw new EvalError('prompt-unusable', message, { file, range });
}
