import type { HistoryEvent } from '../../core/health/events.ts';
import type { RunOutcomes } from '../../core/health/outcomes.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { CallClaim, RunQuery } from '../../core/ports.ts';
import type { PromptVersion } from '../../core/prompt/prompt.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { HistoryStore, NamedScore } from './historyStore.ts';
import type { Pruned } from './retention.ts';
import { type StoreTrouble, troubleOf } from './sqlite.ts';

/** Gives the store that goes on in the place of one that is in trouble, and says so to the user. */
export type Successor = (
  store: HistoryStore,
  trouble: StoreTrouble,
  error: unknown,
) => HistoryStore | undefined;

/** Changes to another store when the disk is full, read-only or damaged, and does there what failed here. */
export class ResilientStore implements HistoryStore {
  private current: HistoryStore;
  private readonly successor: Successor;

  constructor(store: HistoryStore, successor: Successor) {
    this.current = store;
    this.successor = successor;
  }

  completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>> {
    return this.use((store) => store.completions(keys));
  }

  claimCall(key: string): Promise<CallClaim> {
    return this.use((store) => store.claimCall(key));
  }

  saveCompletion(stored: StoredCompletion, request: RenderedRequest): Promise<void> {
    return this.use((store) => store.saveCompletion(stored, request));
  }

  request(key: string, maxBytes?: number): Promise<RenderedRequest | undefined> {
    return this.use((store) => store.request(key, maxBytes));
  }

  saveVersion(version: PromptVersion): Promise<void> {
    return this.use((store) => store.saveVersion(version));
  }

  version(prompt: string, id: string): Promise<PromptVersion | undefined> {
    return this.use((store) => store.version(prompt, id));
  }

  versions(prompt: string, limit: number): Promise<readonly PromptVersion[]> {
    return this.use((store) => store.versions(prompt, limit));
  }

  saveRun(run: RunResult): Promise<void> {
    return this.use((store) => store.saveRun(run));
  }

  run(id: string): Promise<RunResult | undefined> {
    return this.use((store) => store.run(id));
  }

  runs(query: RunQuery): Promise<readonly RunResult[]> {
    return this.use((store) => store.runs(query));
  }

  outcomes(suite: string, runs?: readonly string[]): Promise<readonly RunOutcomes[]> {
    return this.use((store) => store.outcomes(suite, runs));
  }

  record(event: HistoryEvent): Promise<void> {
    return this.use((store) => store.record(event));
  }

  events(suite: string, since?: number): Promise<readonly HistoryEvent[]> {
    return this.use((store) => store.events(suite, since));
  }

  addSpend(day: string, dollars: number): Promise<void> {
    return this.use((store) => store.addSpend(day, dollars));
  }

  spent(day: string): Promise<number> {
    return this.use((store) => store.spent(day));
  }

  getValue(name: string): Promise<JsonValue | undefined> {
    return this.use((store) => store.getValue(name));
  }

  setValue(name: string, value: JsonValue | undefined): Promise<void> {
    return this.use((store) => store.setValue(name, value));
  }

  scores(samples: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Score>>> {
    return this.use((store) => store.scores(samples));
  }

  saveScores(scores: readonly NamedScore[]): Promise<void> {
    return this.use((store) => store.saveScores(scores));
  }

  moved(from: string, to: string): Promise<void> {
    return this.use((store) => store.moved(from, to));
  }

  prune(): Promise<Pruned> {
    return this.use((store) => store.prune());
  }

  close(): void {
    this.current.close();
  }

  private async use<T>(work: (store: HistoryStore) => Promise<T>): Promise<T> {
    for (;;) {
      const store = this.current;
      try {
        return await work(store);
      } catch (error) {
        // Of many calls that fail together, the first one finds the successor.
        if (this.current !== store) continue;
        const trouble = troubleOf(error);
        const next = trouble && this.successor(store, trouble, error);
        if (next === undefined) throw error;
        this.current = next;
      }
    }
  }
}
