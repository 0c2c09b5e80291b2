import { isEvalError, messageOf } from '../errors.ts';
import type { RunModel } from '../results/runResult.ts';
import type { RunEvent } from '../run/events.ts';
import type { PlanSummary } from '../run/plan.ts';
import type { Evaluated, Target } from './evaluated.ts';
import type { SettledCases } from './settledCases.ts';

/** A run that is going on. */
export interface Running {
  readonly done: number;
  readonly total: number;
  /** US dollars so far; null where the price is unknown. */
  readonly cost: number | null;
  readonly plan?: PlanSummary;
  readonly model?: RunModel;
  /** Why nothing moves just now, e.g. a rate limit. */
  readonly waiting?: string;
  /** The suite that runs just now, and its cases with the trials that are in; absent while files are read. */
  readonly target?: Target;
  readonly settled?: Pick<SettledCases, 'all'>;
  /** What is shown already, while the rest is still open; see `onVerdict`. */
  readonly early?: Evaluated;
}

/** What is known of a prompt now. A new object for every change. */
export interface PromptState {
  /** Absolute path. */
  readonly prompt: string;
  readonly running?: Running;
  /** The last finished evaluation of each suite. */
  readonly results: readonly Evaluated[];
  /** As they were reached: of the results, those beside another baseline than that of their run. */
  readonly reached?: readonly Evaluated[];
  /** The text was edited after the results: after all of them. */
  readonly isStale: boolean;
  /** Paths of suites that could not be run when the others were: their results are of an older text. */
  readonly olderSuites?: readonly string[];
  /** The results were reached before, and brought back from the store: nothing has happened just now. */
  readonly isRestored?: true;
  /** Why there is no (newer) result. */
  readonly failure?: { readonly code: string; readonly message: string };
}

/** What went wrong, as the state of a prompt tells it; undefined for what was stopped, which nobody has to be told. */
export function failureOf(error: unknown): PromptState['failure'] {
  const code = isEvalError(error) ? error.code : 'unexpected';
  return code === 'aborted' ? undefined : { code, message: messageOf(error) };
}

/** Whether a result is of a text that the prompt or its suite no longer has. */
export function isOutdated(
  { isStale, olderSuites = [] }: Pick<PromptState, 'isStale' | 'olderSuites'>,
  { target }: Pick<Evaluated, 'target'>,
): boolean {
  return isStale || olderSuites.includes(target.suite.path);
}

/** Where a run stands after an event. */
export function progressed(running: Running, event: RunEvent): Running {
  switch (event.type) {
    case 'planned':
      return {
        ...running,
        total: event.plan.cases * event.plan.trials,
        plan: event.plan,
        model: event.model,
      };
    case 'trial': {
      const { waiting: _, ...rest } = running;
      return { ...rest, ...event.progress };
    }
    case 'waiting':
      return { ...running, waiting: event.message };
    case 'live':
    case 'finished':
      return running;
  }
}
