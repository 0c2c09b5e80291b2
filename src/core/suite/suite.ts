import type { JsonObject, JsonValue } from '../json.ts';
import type { Severity } from '../problem.ts';
import type { Message } from '../prompt/message.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import type { Range } from '../text.ts';
import type { FieldMap } from './fieldMap.ts';

/** When a metric runs: on every save, in the background once idle, or on demand, in CI and on logs. */
export type Stage = 'real-time' | 'async' | 'offline';

/** The business or user outcome that metrics serve. */
export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly range: Range;
}

/** A metric as a suite asks for it. */
export interface MetricSpec {
  /** Stable, unique in its suite (case metrics: in the suite's metrics and its case). */
  readonly id: string;
  readonly name: string;
  /** A type known to the metric registry. */
  readonly type: string;
  /** The keys of the metric's own schema, already checked against it. */
  readonly parameters: JsonObject;
  readonly stage: Stage;
  readonly severity: Severity;
  /** Share of cases that should pass, 0 to 1. */
  readonly target?: number;
  /** Id of a goal. */
  readonly goal?: string;
  readonly issue?: string;
  readonly owner?: string;
  /** Dates as YYYY-MM-DD. */
  readonly added?: string;
  readonly review?: string;
  /** Text of the prompt that this metric protects. */
  readonly guards?: string;
  /** Absolute path and place of the metric in it. */
  readonly file: string;
  readonly range: Range;
}

/** One situation in which the prompt is tried. */
export interface Case {
  /** Stable, unique in its suite. */
  readonly id: string;
  readonly tags: readonly string[];
  readonly variables: JsonObject;
  /** Given history, put after the prompt's own messages. */
  readonly messages: readonly Message[];
  /** Scripted user turns; the assistant's reply to each is generated. Empty: one reply to the prompt as it stands. */
  readonly turns: readonly string[];
  readonly expected?: JsonValue;
  /** Metrics for this case alone. */
  readonly metrics: readonly MetricSpec[];
  /** Absolute path and place: the suite, or the row of a case file. */
  readonly file: string;
  readonly range: Range;
}

/** A file of cases that a suite names; its rows are read as a stream when a run needs them. */
export interface CaseFile {
  /** As written: a path or glob relative to the suite. */
  readonly pattern: string;
  readonly range: Range;
  /** Which columns or keys become which parts of a case; absent: as their names say. */
  readonly map?: FieldMap;
  /** Of CSV files; absent: found out from the header. */
  readonly delimiter?: string;
}

export interface RetiredMetric {
  readonly id: string;
  readonly on: string;
  readonly reason: string;
  /** Whether its definition was kept, so that it can be restored. */
  readonly isRestorable: boolean;
  readonly range: Range;
}

/** The metrics and cases that belong to one or more prompts. */
export interface Suite {
  /** Absolute path; the prompt file itself when the suite is embedded in it. */
  readonly path: string;
  readonly source: string;
  /** As written, relative to the suite; empty when it belongs to the prompt of its own stem. */
  readonly prompts: readonly { readonly pattern: string; readonly range: Range }[];
  /** Id of the format that reads all its prompts; absent: each by its name. */
  readonly promptFormat?: string;
  readonly model?: ModelChoice;
  readonly judge?: ModelChoice;
  /** Repetitions of each case; default 1. */
  readonly trials: number;
  readonly goals: readonly Goal[];
  readonly metrics: readonly MetricSpec[];
  readonly cases: readonly Case[];
  readonly caseFiles: readonly CaseFile[];
  readonly retired: readonly RetiredMetric[];
  /** Absolute paths of the files that it extends, also indirectly; absent: none. */
  readonly dependencies?: readonly string[];
}
