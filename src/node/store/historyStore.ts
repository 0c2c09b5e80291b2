import type { Store } from '../../core/ports.ts';
import type { Pruned } from './retention.ts';

/** A store whose past can be shortened. */
export interface HistoryStore extends Store {
  /**
   * Removes what the retention no longer covers; never a run that a stored value names (pinned, accepted), nor the
   * newest run of each prompt version. In small steps, so that the event loop stays free.
   */
  prune(): Promise<Pruned>;
}
