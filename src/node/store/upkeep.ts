import type { HistoryStore } from './historyStore.ts';
import type { Pruned } from './retention.ts';

const dayMs = 86_400_000;
/** The value that tells when the past was shortened last, in milliseconds since 1970. */
const name = 'pruned at';

/**
 * Removes what the retention no longer covers, unless that was done in the last 24 hours by any process. Gives what was
 * removed; undefined where nothing was due.
 */
export async function pruneWhenDue(store: HistoryStore, now: number): Promise<Pruned | undefined> {
  const last = await store.getValue(name);
  // A clock that was set back must not put it off for ever.
  if (typeof last === 'number' && last <= now && now - last < dayMs) return undefined;
  // First the mark: two processes that end together need not both do it.
  await store.setValue(name, now);
  return store.prune();
}
