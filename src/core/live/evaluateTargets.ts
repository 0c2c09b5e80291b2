import { aborted } from '../errors.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { acceptedBaseline, type DefaultSources, defaultBaseline } from './baselines.ts';
import type { LiveSettings, Target } from './evaluated.ts';
import { evaluatePrompt } from './evaluatePrompt.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';
import { progressed, type Running } from './promptState.ts';
import { SettledCases } from './settledCases.ts';
import type { TargetOutcome } from './targetOutcome.ts';

export interface TargetListeners
  extends Required<Pick<PromptEvaluationOptions, 'confirm' | 'onClaimed'>> {
  /** Told of everything that happens, as a change of where the run stands. */
  readonly progress: (change: (running: Running) => Running) => void;
}

/**
 * Evaluates the targets of a prompt one after the other, each beside its default baseline. Never rejects: one that cannot be run
 * takes nothing from the others. Those that a stop finds waiting are not begun.
 */
export async function evaluateTargets(
  targets: readonly Target[],
  options: Pick<
    PromptEvaluationOptions,
    'fallback' | 'budget' | 'stages' | 'lastCommit' | 'isLarge'
  > &
    Pick<DefaultSources, 'history' | 'onTrouble'> & { readonly live: LiveSettings },
  { confirm, onClaimed, progress }: TargetListeners,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<readonly TargetOutcome[]> {
  const { history, onTrouble, ...own } = options;
  const told = { ...(history && { history }), ...(onTrouble && { onTrouble }) };
  const outcomes: TargetOutcome[] = [];
  for (const target of targets) {
    if (signal.aborted) {
      outcomes.push({ target, error: aborted() });
      continue;
    }
    const settled = new SettledCases(target.cases);
    progress((running) => ({ ...running, target, settled }));
    try {
      const evaluated = await evaluatePrompt(
        target,
        {
          ...own,
          confirm,
          onClaimed,
          baseline: (run) => defaultBaseline(run, { ...context.ports, ...told }),
          accepted: (run) => acceptedBaseline(run, context.ports),
          onVerdict: (early) => progress((running) => ({ ...running, early })),
        },
        context,
        signal,
        (event) => {
          if (event.type === 'trial' && !event.isOld) settled.add(event.caseId, event.result);
          progress((running) => progressed(running, event));
        },
      );
      outcomes.push({ target, evaluated });
    } catch (error) {
      outcomes.push({ target, error });
    }
  }
  return outcomes;
}
