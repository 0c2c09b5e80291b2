import type { Reruns, Verdict } from '../compare/comparison.ts';

/** Something that happened to a suite and that its history keeps: the facts that health is computed from. */
export type HistoryEvent =
  | ComparedEvent
  | AcceptedEvent
  | RetiredEvent
  | RestoredEvent
  | ScoredLogsEvent;

interface EventBase {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Absolute path of the suite. */
  readonly suite: string;
}

/** A comparison was shown to a person or decided a CI run. */
export interface ComparedEvent extends EventBase {
  readonly type: 'compared';
  /** Absolute path of the prompt. */
  readonly prompt: string;
  readonly run: string;
  readonly promptVersion: string;
  readonly baseline: string;
  readonly baselineVersion: string;
  /** A person picked the baseline. */
  readonly isPicked?: boolean;
  /** By metric id; `inconclusive` is left out. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** By id of a metric that got worse: what running its failed cases again said; absent: nothing was run again. */
  readonly reruns?: Readonly<Record<string, Reruns>>;
}

/** A person said that a version is good as it is. */
export interface AcceptedEvent extends EventBase {
  readonly type: 'accepted';
  readonly prompt: string;
  readonly promptVersion: string;
}

export interface RetiredEvent extends EventBase {
  readonly type: 'retired';
  readonly metric: string;
  readonly reason: string;
}

export interface RestoredEvent extends EventBase {
  readonly type: 'restored';
  readonly metric: string;
}

/** The suite judged production logs. */
export interface ScoredLogsEvent extends EventBase {
  readonly type: 'scored-logs';
  /** Log lines that were judged. */
  readonly lines: number;
  /** By metric id: scores of these lines, and whether they were surely below the target. */
  readonly rates: Readonly<
    Record<string, { readonly passed: number; readonly scored: number; readonly isAlert: boolean }>
  >;
}
