import type { HistoryEvent } from '../../core/health/events.ts';
import { outcomesOf, type RunOutcomes } from '../../core/health/outcomes.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Score } from '../../core/metrics/metric.ts';
import { movedPath } from '../../core/path.ts';
import type { CallClaim, CallLease, RunQuery } from '../../core/ports.ts';
import type { PromptVersion } from '../../core/prompt/prompt.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { HistoryStore } from './historyStore.ts';
import { redactRequest, redactTrial, redactVersion } from './redact.ts';
import type { Pruned } from './retention.ts';

/** A store that forgets: where nothing may (untrusted workspaces) or can be written to the disk. */
export class MemoryStore implements HistoryStore {
  private readonly answers = new Map<string, StoredCompletion>();
  private readonly requests = new Map<string, RenderedRequest>();
  private readonly known = new Map<string, PromptVersion>();
  private readonly finished = new Map<string, RunResult>();
  private readonly spending = new Map<string, number>();
  private readonly facts = new Map<string, JsonValue>();
  private recorded: readonly HistoryEvent[] = [];

  async completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>> {
    const found = new Map<string, StoredCompletion>();
    for (const key of keys) {
      const stored = this.answers.get(key);
      if (stored !== undefined) found.set(key, stored);
    }
    return found;
  }

  /** No other process knows of this store. */
  async claimCall(key: string): Promise<CallClaim> {
    const stored = this.answers.get(key);
    return stored === undefined
      ? { kind: 'leased', lease: unshared }
      : { kind: 'answered', stored };
  }

  async saveCompletion(stored: StoredCompletion, request: RenderedRequest): Promise<void> {
    this.answers.set(stored.key, stored);
    this.requests.set(stored.key, redactRequest(request));
  }

  async request(key: string): Promise<RenderedRequest | undefined> {
    return this.requests.get(key);
  }

  async saveVersion(version: PromptVersion): Promise<void> {
    this.known.set(`${version.prompt}\n${version.id}`, redactVersion(version));
  }

  async version(prompt: string, id: string): Promise<PromptVersion | undefined> {
    return this.known.get(`${prompt}\n${id}`);
  }

  async versions(prompt: string, limit: number): Promise<readonly PromptVersion[]> {
    return [...this.known.values()]
      .filter((version) => version.prompt === prompt)
      .sort((a, b) => b.time - a.time)
      .slice(0, limit);
  }

  async saveRun(run: RunResult): Promise<void> {
    const cases = run.cases.map((item) => ({ ...item, trials: item.trials.map(redactTrial) }));
    this.finished.set(run.id, { ...run, cases });
  }

  async run(id: string): Promise<RunResult | undefined> {
    return this.finished.get(id);
  }

  async runs(query: RunQuery): Promise<readonly RunResult[]> {
    return [...this.finished.values()]
      .filter(
        (run) =>
          run.prompt === query.prompt &&
          (query.suite === undefined || run.suite === query.suite) &&
          (query.promptVersion === undefined || run.promptVersion === query.promptVersion) &&
          run.promptVersion !== query.notPromptVersion,
      )
      .sort((a, b) => b.startedAt - a.startedAt)
      .slice(0, query.limit)
      .map((run) => (query.summaries ? { ...run, cases: [] } : run));
  }

  async outcomes(suite: string, runs?: readonly string[]): Promise<readonly RunOutcomes[]> {
    return [...this.finished.values()]
      .filter((run) => run.suite === suite && (runs?.includes(run.id) ?? true))
      .sort((a, b) => a.startedAt - b.startedAt)
      .map(outcomesOf);
  }

  async record(event: HistoryEvent): Promise<void> {
    this.recorded = [...this.recorded, event];
  }

  async events(suite: string, since = 0): Promise<readonly HistoryEvent[]> {
    return this.recorded
      .filter((event) => event.suite === suite && event.time >= since)
      .sort((a, b) => a.time - b.time);
  }

  async addSpend(day: string, dollars: number): Promise<void> {
    this.spending.set(day, (this.spending.get(day) ?? 0) + dollars);
  }

  async spent(day: string): Promise<number> {
    return this.spending.get(day) ?? 0;
  }

  async getValue(name: string): Promise<JsonValue | undefined> {
    return this.facts.get(name);
  }

  async setValue(name: string, value: JsonValue | undefined): Promise<void> {
    if (value === undefined) this.facts.delete(name);
    else this.facts.set(name, value);
  }

  /** Scores are remembered in memory anyway, beside the scorer. */
  async scores(): Promise<ReadonlyMap<string, ReadonlyMap<string, Score>>> {
    return new Map();
  }

  async saveScores(): Promise<void> {}

  async moved(from: string, to: string): Promise<void> {
    const move = (path: string) => movedPath(path, from, to);
    for (const [key, version] of [...this.known]) {
      if (move(version.prompt) === version.prompt) continue;
      this.known.delete(key);
      await this.saveVersion({ ...version, prompt: move(version.prompt) });
    }
    for (const [id, run] of this.finished)
      this.finished.set(id, { ...run, prompt: move(run.prompt), suite: move(run.suite) });
    this.recorded = this.recorded.map((event) => ({
      ...event,
      suite: move(event.suite),
      ...('prompt' in event && { prompt: move(event.prompt) }),
    }));
    for (const [name, value] of [...this.facts]) {
      const now = name.split('\n').map(move).join('\n');
      if (now === name) continue;
      this.facts.delete(name);
      this.facts.set(now, value);
    }
  }

  /** Memory has no past to shorten: it ends with the process. */
  async prune(): Promise<Pruned> {
    return { runs: 0, completions: 0, versions: 0 };
  }

  close(): void {}
}

/** A lease that nobody else could have. */
export const unshared: CallLease = { release: async () => undefined };
