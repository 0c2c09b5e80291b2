import type { Score } from '../../core/metrics/metric.ts';
import type { ScoringTask } from '../../core/ports.ts';

export interface WorkerRequest {
  readonly tasks: readonly ScoringTask[];
  /** Shared: the index of the task that is being scored. */
  readonly place: Int32Array;
}

export interface WorkerReply {
  readonly scores: readonly (readonly Score[])[];
}
