import type { Score } from '../../core/metrics/metric.ts';
import type { Store } from '../../core/ports.ts';
import type { Pruned } from './retention.ts';

/** A score under the names of its sample and of its metric, see `ScoreMemory`. */
export interface NamedScore {
  readonly sample: string;
  readonly metric: string;
  readonly score: Score;
}

/** Scores that were made before. They can be made again at any time: losing them costs only time. */
export interface ScoreStore {
  /** By name of sample, then of metric. */
  scores(samples: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Score>>>;
  saveScores(scores: readonly NamedScore[]): Promise<void>;
}

/** A store whose past can be shortened, and that keeps scores. */
export interface HistoryStore extends Store, ScoreStore {
  /**
   * Removes what the retention no longer covers; never a run that a stored value names (pinned, accepted), nor the
   * newest run of each prompt version. In small steps, so that the event loop stays free.
   */
  prune(): Promise<Pruned>;
}
