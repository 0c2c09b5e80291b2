import type { Comparison } from '../core/compare/comparison.ts';
import type { Event } from '../core/lifecycle.ts';
import type { Severity } from '../core/problem.ts';
import type { CaseResult, ReplyRecord, RunResult } from '../core/results/runResult.ts';
import type { RenderedRequest } from '../core/run/request.ts';
import type { ActionTarget } from './protocol.ts';
import type { ActionName } from './slices/actions.ts';
import type { VersionSlice } from './slices/header.ts';

/** One side of a comparison. */
export interface PanelSide {
  readonly version: VersionSlice;
  /** Whole text of the prompt file of that version; absent: nobody knows it, as that behind a recording. */
  readonly source?: string;
  /** Absent: this version has not been run. */
  readonly run?: RunResult;
}

/** What the panel needs of a metric of the suite. */
export interface PanelMetric {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly stage: string;
  readonly isJudged?: boolean;
  /** Id of a goal of the suite. */
  readonly goal?: string;
  readonly guards?: string;
  readonly target?: number;
}

export interface PanelSuite {
  /** In the order they are shown, inside their goals. */
  readonly metrics: readonly PanelMetric[];
  readonly goals: readonly { readonly id: string; readonly text: string }[];
}

/** A run that is going on, whose results settle into the shown table. */
export interface PanelProgress {
  readonly done: number;
  readonly total: number;
  readonly cost: number | null;
  /** Cases of this run that have trials, as far as they are in. */
  readonly settled: readonly CaseResult[];
  /** What the settled cases are compared with; absent: nothing yet. */
  readonly baseline?: RunResult;
}

/** Everything the panel is drawn from. A new object for every change; its parts are not changed in place. */
export interface PanelInput {
  /** Names what is compared across restarts, e.g. the path of the prompt. */
  readonly key: string;
  /** Name of the prompt file, for the header. */
  readonly title: string;
  readonly suite: PanelSuite;
  readonly old?: PanelSide;
  readonly new?: PanelSide;
  readonly comparison?: Comparison;
  readonly progress?: PanelProgress;
  /** Pass rates of the last versions by metric, oldest first, without the one that is shown. */
  readonly trends?: ReadonlyMap<string, readonly (number | null)[]>;
  /** What experiments said of changes: where each begins in the new text (0-based line), and a sentence. */
  readonly causes?: readonly { readonly line: number; readonly text: string }[];
  /** True when the text was edited after the result. */
  readonly isStale: boolean;
  /** Sentences about the whole, e.g. why a run stopped or that versions used different models. */
  readonly notices: readonly string[];
  /** What a person can ask for now. */
  readonly actions: readonly ActionName[];
}

/** Where the panel's contents come from; implemented by whoever holds the runs. */
export interface ComparePanelSource {
  getState(): PanelInput;
  /** Fired after every change; may be fired often: the panel is brought up to date at its own pace. */
  readonly onDidChange: Event<void>;
  /** A person asked for this. An error becomes a message in the log. */
  perform(action: ActionName, target: ActionTarget): void | Promise<void>;
  /** US dollars of one reply, where the price is known. */
  costOf?(reply: ReplyRecord): number | null;
  /**
   * The request that a reply answers, by its key, as the history keeps it: without secrets. Undefined: the history does not
   * have it. Rejects where the history cannot be read, with a sentence for people.
   */
  requestOf?(key: string): Promise<RenderedRequest | undefined>;
}
