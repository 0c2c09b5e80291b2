import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { HistoryEvent } from '../../core/health/events.ts';
import type { RunOutcomes } from '../../core/health/outcomes.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { CallClaim, RunQuery } from '../../core/ports.ts';
import type { PromptVersion } from '../../core/prompt/prompt.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { Turns } from '../../core/run/turns.ts';
import type { Checkpoints } from './checkpoints.ts';
import { CompletionTable } from './completionTable.ts';
import { HistoryFile, type Row } from './historyFile.ts';
import type { HistoryStore, NamedScore } from './historyStore.ts';
import { LeaseTable } from './leaseTable.ts';
import { LongView } from './longView.ts';
import { moveStatements } from './moves.ts';
import { redactVersion } from './redact.ts';
import { type Pruned, prune, type Retention } from './retention.ts';
import { RunTable } from './runTable.ts';
import { ScoreTable } from './scoreTable.ts';
import { StoredPaths } from './storedPaths.ts';

export interface SqliteStoreOptions {
  readonly database: DatabaseSync;
  /** Absolute path of the folder whose history it is, with forward slashes. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly retention: Retention;
  /** Absent: SQLite makes them within commits. */
  readonly checkpoints?: Checkpoints;
  /** Turns in which transactions are made; absent: the next ones of the event loop. */
  readonly turns?: Turns;
}

/** The store in one SQLite file, shared by windows and processes (write-ahead log). `redact.ts` says what is redacted. */
export class SqliteStore implements HistoryStore {
  private readonly options: SqliteStoreOptions;
  private readonly file: HistoryFile;
  private readonly paths: StoredPaths;
  private readonly completionTable: CompletionTable;
  private readonly leaseTable: LeaseTable;
  private readonly runTable: RunTable;
  private readonly scoreTable: ScoreTable;
  private readonly longView: LongView;

  constructor(options: SqliteStoreOptions) {
    this.options = options;
    const file = new HistoryFile(options);
    this.file = file;
    this.paths = new StoredPaths(options.folder);
    this.completionTable = new CompletionTable(file);
    this.leaseTable = new LeaseTable(file, this.completionTable, options.now);
    this.runTable = new RunTable(file, this.paths);
    this.scoreTable = new ScoreTable(file);
    this.longView = new LongView(file, this.paths, (id) => this.run(id));
  }

  completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>> {
    return this.completionTable.completions(keys);
  }

  claimCall(key: string): Promise<CallClaim> {
    return this.leaseTable.claim(key);
  }

  async saveCompletion(stored: StoredCompletion, request: RenderedRequest): Promise<void> {
    await this.completionTable.save(stored, request, () => this.leaseTable.end(stored.key));
    this.leaseTable.forget(stored.key);
  }

  request(key: string, maxBytes?: number): Promise<RenderedRequest | undefined> {
    return this.completionTable.request(key, maxBytes);
  }

  saveVersion(version: PromptVersion): Promise<void> {
    const { prompt, id, time, source, commit, parts } = redactVersion(version);
    return this.change(
      'INSERT OR REPLACE INTO versions (prompt, id, time, source, commit_id, parts) VALUES (?, ?, ?, ?, ?, ?)',
      this.paths.stored(prompt),
      id,
      time,
      source,
      commit ?? null,
      parts === undefined ? null : JSON.stringify(parts),
    );
  }

  async version(prompt: string, id: string): Promise<PromptVersion | undefined> {
    const [row] = await this.file.read(
      'SELECT * FROM versions WHERE prompt = ? AND id = ?',
      this.paths.stored(prompt),
      id,
    );
    return row === undefined ? undefined : this.versionOf(row);
  }

  async versions(prompt: string, limit: number): Promise<readonly PromptVersion[]> {
    const rows = await this.file.read(
      'SELECT * FROM versions WHERE prompt = ? ORDER BY time DESC LIMIT ?',
      this.paths.stored(prompt),
      limit,
    );
    return rows.map((row) => this.versionOf(row));
  }

  saveRun(run: RunResult): Promise<void> {
    return this.runTable.save(run, this.options.now(), (outcomes) =>
      this.longView.save(run, outcomes),
    );
  }

  run(id: string): Promise<RunResult | undefined> {
    return this.runTable.run(id);
  }

  runs(query: RunQuery): Promise<readonly RunResult[]> {
    return this.runTable.runs(query);
  }

  outcomes(suite: string, runs?: readonly string[]): Promise<readonly RunOutcomes[]> {
    return this.longView.outcomes(suite, runs);
  }

  record(event: HistoryEvent): Promise<void> {
    return this.longView.record(event);
  }

  events(suite: string, since?: number): Promise<readonly HistoryEvent[]> {
    return this.longView.events(suite, since);
  }

  addSpend(day: string, dollars: number): Promise<void> {
    return this.change(
      `INSERT INTO spending VALUES (?, ?)
       ON CONFLICT (day) DO UPDATE SET dollars = dollars + excluded.dollars`,
      day,
      dollars,
    );
  }

  async spent(day: string): Promise<number> {
    const [row] = await this.file.read('SELECT dollars FROM spending WHERE day = ?', day);
    return Number(row?.dollars ?? 0);
  }

  async getValue(name: string): Promise<JsonValue | undefined> {
    const [row] = await this.file.read(
      'SELECT value FROM facts WHERE name = ?',
      this.paths.storedName(name),
    );
    return row === undefined ? undefined : JSON.parse(String(row.value));
  }

  setValue(named: string, value: JsonValue | undefined): Promise<void> {
    const name = this.paths.storedName(named);
    return value === undefined
      ? this.change('DELETE FROM facts WHERE name = ?', name)
      : this.change('INSERT OR REPLACE INTO facts VALUES (?, ?)', name, JSON.stringify(value));
  }

  scores(samples: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Score>>> {
    return this.scoreTable.scores(samples);
  }

  saveScores(scores: readonly NamedScore[]): Promise<void> {
    return this.scoreTable.save(scores, this.options.now());
  }

  moved(from: string, to: string): Promise<void> {
    const paths = { from: this.paths.stored(from), to: this.paths.stored(to) };
    return this.file.write(() => {
      for (const statement of moveStatements) this.file.prepare(statement).run(paths);
    });
  }

  prune(): Promise<Pruned> {
    return prune(this.file, this.options.now(), this.options.retention);
  }

  close(): void {
    this.leaseTable.close();
    this.file.close();
  }

  private change(sql: string, ...values: SQLInputValue[]): Promise<void> {
    return this.file.write(() => void this.file.change(sql, ...values));
  }

  private versionOf(row: Row): PromptVersion {
    return {
      id: String(row.id),
      prompt: this.paths.actual(String(row.prompt)),
      source: String(row.source),
      time: Number(row.time),
      ...(typeof row.commit_id === 'string' && { commit: row.commit_id }),
      ...(typeof row.parts === 'string' && { parts: partsOf(row.parts) }),
    };
  }
}

/** Written by `saveVersion` alone. */
function partsOf(json: string): Readonly<Record<string, string>> {
  return JSON.parse(json);
}
