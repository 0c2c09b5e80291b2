import type { Git, GitHistory, Log } from '../ports.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import type { BudgetLimits } from '../run/budget.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import type { PlanSummary } from '../run/plan.ts';
import type { Stage } from '../suite/suite.ts';
import type { LiveSettings } from './evaluated.ts';
import type { LoadedTargets } from './loadTargets.ts';

/** What a run is asked for beyond the suite. */
export interface RunRequest {
  /** Default: those of the settings. */
  readonly stages?: readonly Stage[];
  /** Complete every case to its full number of samples. */
  readonly resolve?: boolean;
  /** Run the previous version again on the cases in question: was it my edit? */
  readonly control?: boolean;
}

/** What the user has set for runs. */
export interface RunSettings {
  readonly fallback: ModelChoice;
  readonly budget: BudgetLimits;
  readonly stages: readonly Stage[];
  /** How runs are compared while they go on; absent: with the defaults. */
  readonly live?: LiveSettings;
  /** Look for the change that made a metric worse, within a quarter of the budget. Default false. */
  readonly findsCauses?: boolean;
}

export interface LivePromptsOptions {
  /** Reads prompt and suites anew. */
  readonly load: (prompt: string) => Promise<LoadedTargets>;
  /**
   * With the store that the prompt belongs to. Asked for at the first run: opening the store is work that nobody
   * wants at start-up.
   */
  readonly context: (prompt: string) => Promise<EvaluationContext>;
  readonly log: Log;
  /** Where the last commit of a prompt is read that has no history of runs yet; default: nowhere. */
  readonly git?: Pick<Git, 'show'> & Pick<GitHistory, 'textsOf'>;
  /** Told, once for each message, of what takes the comparison from a run that goes on. */
  readonly onTrouble?: (message: string) => void;
  /** Whether somebody would be asked about a plan, see `confirm`; default: about none. */
  readonly isLarge?: (prompt: string, plan: PlanSummary) => boolean;
  /** Read at the start of each run. @param stages that are asked for; absent: those of the settings */
  readonly settings: (prompt: string, stages?: readonly Stage[]) => RunSettings;
  /**
   * Asked before anything is sent. No: the run is given up, and the results before it stay. The signal aborts when
   * nobody waits for the answer any more.
   */
  readonly confirm: (prompt: string, plan: PlanSummary, signal: AbortSignal) => Promise<boolean>;
}
