import type { Model, Ports } from '../ports.ts';
import type { ModelChoice, ModelParameters, Prompt } from '../prompt/prompt.ts';
import type { Case, Stage, Suite } from '../suite/suite.ts';
import type { BudgetLimits } from './budget.ts';
import type { CallPool } from './callPool.ts';
import type { Answer } from './modelCalls.ts';
import type { PlannedTrial, PlanSummary } from './plan.ts';
import type { Spending } from './spending.ts';

/** What to evaluate, and how. */
export interface EvaluationInput {
  readonly prompt: Prompt;
  readonly suite: Suite;
  /** All cases, those of case files included, in the order of the suite. */
  readonly cases: readonly Case[];
  readonly model: Model;
  readonly parameters: ModelParameters;
  /** The model that judges, see `judgeChoice`; absent: metrics that ask one fail. */
  readonly judge?: ModelChoice;
  readonly trials: number;
  /** Trials of a case, 0-based; default: the first `trials`. */
  readonly trialsOf?: (caseId: string) => readonly number[];
  /** Ids of the cases in the order in which they run, see `caseOrder`; asked for once the plan is made. Default: by a seed. */
  readonly orderOf?: (trials: readonly PlannedTrial[]) => Promise<readonly string[]>;
  /** Metrics of other stages are left out. */
  readonly stages: readonly Stage[];
  /** Use stored completions; default true. */
  readonly useCache?: boolean;
  /** Send nothing; what is not stored becomes an error of its trial. */
  readonly isOffline?: boolean;
  readonly budget?: BudgetLimits;
  /** Instead of `budget`: spending that goes on after the run. */
  readonly spending?: Spending;
  /**
   * Put the version and the run into the history; default true. False for a variant that is not what the prompt's
   * file holds: it must not become the previous version of the next run. Its completions are kept.
   */
  readonly isRecorded?: boolean;
  /** When stopped, still score the replies that are there, as far as that costs nothing; default false. */
  readonly scoresWhenStopped?: boolean;
  /** Asked before the first call when there is something to send; false ends the run with what is stored. */
  readonly confirm?: (plan: PlanSummary) => Promise<boolean>;
  /** Called when everything this run shares with one it replaces has been claimed. */
  readonly onClaimed?: () => void;
}

/** What all evaluations of a process share. */
export interface EvaluationContext {
  readonly ports: Ports;
  /** Calls under way, across runs: an answer that two runs want is asked for once. */
  readonly pool: CallPool<Answer>;
}
