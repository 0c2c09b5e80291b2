import type { Comparison } from '../compare/comparison.ts';
import type { RunModel, RunResult, TrialResult } from '../results/runResult.ts';
import type { PlanSummary } from './plan.ts';

/** What an evaluation tells while it runs, in this order: planned, then trials and notes, then finished. */
export type RunEvent =
  | {
      readonly type: 'planned';
      readonly runId: string;
      readonly model: RunModel;
      readonly plan: PlanSummary;
    }
  /** Replies of a trial are in and on disk, and scored. */
  | {
      readonly type: 'trial';
      readonly caseId: string;
      readonly result: TrialResult;
      /** Place of this trial in the order that was fixed before the run, 0-based. */
      readonly position: number;
      readonly progress: Progress;
      /** Of the version that is compared with. */
      readonly isOld?: true;
    }
  /** The server asked to wait. */
  | { readonly type: 'waiting'; readonly ms: number; readonly message: string }
  /** How a comparison that is made meanwhile stands: a verdict is new, or a round begins. */
  | {
      readonly type: 'live';
      readonly run: RunResult;
      readonly baseline: RunResult;
      readonly comparison: Comparison;
    }
  | { readonly type: 'finished'; readonly run: RunResult };

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** US dollars so far in this run; null where the price is unknown. */
  readonly cost: number | null;
}
