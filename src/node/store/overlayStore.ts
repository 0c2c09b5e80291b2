import { isEvalError } from '../../core/errors.ts';
import type { HistoryEvent } from '../../core/health/events.ts';
import type { RunOutcomes } from '../../core/health/outcomes.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { CallClaim, RunQuery } from '../../core/ports.ts';
import type { PromptVersion } from '../../core/prompt/prompt.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { HistoryStore } from './historyStore.ts';
import { MemoryStore, unshared } from './memoryStore.ts';
import type { Pruned } from './retention.ts';

/** What is new lives in memory, what is old is read from a store below that takes no more writes. */
export class OverlayStore implements HistoryStore {
  private readonly memory = new MemoryStore();
  private readonly below: HistoryStore;
  /** Names of values that were changed here. */
  private readonly changed = new Set<string>();

  constructor(below: HistoryStore) {
    this.below = below;
  }

  async completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>> {
    const own = await this.memory.completions(keys);
    const rest = keys.filter((key) => !own.has(key));
    const old = await orElse(this.below.completions(rest), new Map<string, StoredCompletion>());
    return new Map([...old, ...own]);
  }

  /** What others are asking cannot be told where nothing can be written. */
  async claimCall(key: string): Promise<CallClaim> {
    const stored = (await this.completions([key])).get(key);
    return stored === undefined
      ? { kind: 'leased', lease: unshared }
      : { kind: 'answered', stored };
  }

  saveCompletion(stored: StoredCompletion, request: RenderedRequest): Promise<void> {
    return this.memory.saveCompletion(stored, request);
  }

  async request(key: string, maxBytes?: number): Promise<RenderedRequest | undefined> {
    const own = await this.memory.request(key);
    if (own !== undefined) return own;
    return this.below.request(key, maxBytes).catch((error: unknown) => {
      // It is there, only longer than whoever asks can take.
      if (isEvalError(error, 'file-too-large')) throw error;
      return undefined;
    });
  }

  saveVersion(version: PromptVersion): Promise<void> {
    return this.memory.saveVersion(version);
  }

  async version(prompt: string, id: string): Promise<PromptVersion | undefined> {
    const own = await this.memory.version(prompt, id);
    return own ?? orElse(this.below.version(prompt, id), undefined);
  }

  async versions(prompt: string, limit: number): Promise<readonly PromptVersion[]> {
    const own = await this.memory.versions(prompt, limit);
    const old = await orElse(this.below.versions(prompt, limit), []);
    return merged(own, old, (version) => version.time).slice(0, limit);
  }

  saveRun(run: RunResult): Promise<void> {
    return this.memory.saveRun(run);
  }

  async run(id: string): Promise<RunResult | undefined> {
    return (await this.memory.run(id)) ?? orElse(this.below.run(id), undefined);
  }

  async runs(query: RunQuery): Promise<readonly RunResult[]> {
    const own = await this.memory.runs(query);
    const old = await orElse(this.below.runs(query), []);
    return merged(own, old, (run) => run.startedAt).slice(0, query.limit);
  }

  async outcomes(suite: string, runs?: readonly string[]): Promise<readonly RunOutcomes[]> {
    const own = await this.memory.outcomes(suite, runs);
    const old = await orElse(this.below.outcomes(suite, runs), []);
    const ids = new Set(own.map(({ run }) => run));
    return [...old.filter(({ run }) => !ids.has(run)), ...own].sort((a, b) => a.time - b.time);
  }

  record(event: HistoryEvent): Promise<void> {
    return this.memory.record(event);
  }

  async events(suite: string, since?: number): Promise<readonly HistoryEvent[]> {
    const own = await this.memory.events(suite, since);
    const old = await orElse(this.below.events(suite, since), []);
    return [...old, ...own].sort((a, b) => a.time - b.time);
  }

  addSpend(day: string, dollars: number): Promise<void> {
    return this.memory.addSpend(day, dollars);
  }

  async spent(day: string): Promise<number> {
    return (await this.memory.spent(day)) + (await orElse(this.below.spent(day), 0));
  }

  async getValue(name: string): Promise<JsonValue | undefined> {
    if (this.changed.has(name)) return this.memory.getValue(name);
    return orElse(this.below.getValue(name), undefined);
  }

  async setValue(name: string, value: JsonValue | undefined): Promise<void> {
    this.changed.add(name);
    await this.memory.setValue(name, value);
  }

  scores(samples: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Score>>> {
    return orElse(this.below.scores(samples), new Map());
  }

  saveScores(): Promise<void> {
    return this.memory.saveScores();
  }

  /** Only what is new can be moved. */
  moved(from: string, to: string): Promise<void> {
    return this.memory.moved(from, to);
  }

  prune(): Promise<Pruned> {
    return this.memory.prune();
  }

  close(): void {
    try {
      this.below.close();
    } catch {
      // It is no longer sound; nothing of this store is in it.
    }
  }
}

/** Newest first, own entries in the place of old ones with the same id. */
function merged<T extends { readonly id: string }>(
  own: readonly T[],
  old: readonly T[],
  timeOf: (item: T) => number,
): readonly T[] {
  const ids = new Set(own.map((item) => item.id));
  return [...own, ...old.filter((item) => !ids.has(item.id))].sort((a, b) => timeOf(b) - timeOf(a));
}

/** What the store below can no longer tell is as if it had never been there. */
async function orElse<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  return answer.catch(() => otherwise);
}
