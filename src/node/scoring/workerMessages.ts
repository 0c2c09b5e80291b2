import type { PieceScores } from '../../core/logs/pieceScores.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { Sample } from '../../core/metrics/sample.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';

/** What a worker is given when it starts. */
export interface WorkerStart {
  /** Shared: how many scores of the request it has begun, minus one (of a piece of a log: how many replies); see `Place`. */
  readonly place: Int32Array;
}

/** Values of the shared place besides the 0-based index of the score that is being made. */
export const Place = {
  /** The worker loads itself, or what the metrics of a request need. */
  loading: -1,
  done: -2,
} as const;

export type WorkerRequest = TasksRequest | PieceOfLogRequest;

interface NewMetrics {
  /** Metrics by number that this worker has not been told of yet. */
  readonly metrics: readonly (readonly [number, MetricSpec])[];
  /** Numbers given before are used no more. */
  readonly forget: boolean;
}

export interface TasksRequest extends NewMetrics {
  readonly type: 'tasks';
  readonly tasks: readonly {
    readonly sample: Sample;
    /** Numbers of the metrics. */
    readonly metrics: readonly number[];
  }[];
}

/** Some whole lines of a log. */
export interface PieceOfLogRequest extends NewMetrics {
  readonly type: 'piece';
  /** UTF-8. */
  readonly piece: Uint8Array;
  /** Numbers of the metrics. */
  readonly by: readonly number[];
  readonly caseIds: ReadonlySet<string>;
}

export type WorkerReply = TasksReply | PieceOfLogReply;

export interface PieceOfLogReply {
  readonly type: 'piece';
  readonly scores: PieceScores;
}

export interface TasksReply {
  readonly type: 'tasks';
  /** For each task, in the order of its metrics. */
  readonly scores: readonly (readonly Score[])[];
  /** Milliseconds that the scoring took. */
  readonly durationMs: number;
}
