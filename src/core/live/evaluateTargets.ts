import type { EvaluationContext } from '../run/evaluate.ts';
import { acceptedBaseline, defaultBaseline } from './baselines.ts';
import type { Evaluated, LiveSettings, Target } from './evaluated.ts';
import { evaluatePrompt } from './evaluatePrompt.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';
import { progressed, type Running } from './promptState.ts';
import { SettledCases } from './settledCases.ts';

export interface TargetListeners
  extends Required<Pick<PromptEvaluationOptions, 'confirm' | 'onClaimed'>> {
  /** Told of everything that happens, as a change of where the run stands. */
  readonly progress: (change: (running: Running) => Running) => void;
}

/**
 * Evaluates the targets of a prompt one after the other, each beside its default baseline.
 * @throws {EvalError} as `evaluatePrompt`
 */
export async function evaluateTargets(
  targets: readonly Target[],
  options: Pick<PromptEvaluationOptions, 'fallback' | 'budget' | 'stages'> & {
    readonly live: LiveSettings;
  },
  { confirm, onClaimed, progress }: TargetListeners,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<readonly Evaluated[]> {
  const results: Evaluated[] = [];
  for (const target of targets) {
    const settled = new SettledCases(target.cases);
    progress((running) => ({ ...running, target, settled }));
    const evaluated = await evaluatePrompt(
      target,
      {
        ...options,
        confirm,
        onClaimed,
        baseline: (run) => defaultBaseline(run, context.ports),
        accepted: (run) => acceptedBaseline(run, context.ports),
        onVerdict: (early) => progress((running) => ({ ...running, early })),
      },
      context,
      signal,
      (event) => {
        if (event.type === 'trial') settled.add(event.caseId, event.result);
        progress((running) => progressed(running, event));
      },
    );
    results.push(evaluated);
  }
  return results;
}
