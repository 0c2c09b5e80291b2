import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';
import type { HistoryEvent } from '../../core/health/events.ts';
import { outcomesOf, type RunOutcomes } from '../../core/health/outcomes.ts';
import { packOutcomes } from '../../core/health/packOutcomes.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { RunQuery } from '../../core/ports.ts';
import type { PromptVersion } from '../../core/prompt/prompt.ts';
import type { CaseResult, RunResult } from '../../core/results/runResult.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { GroupCommit } from './groupCommit.ts';
import type { HistoryStore, NamedScore } from './historyStore.ts';
import { LongView } from './longView.ts';
import { redactRequest, redactVersion } from './redact.ts';
import { type Pruned, prune, type Retention } from './retention.ts';
import { casesPerPart, packCases, unpackCases } from './runParts.ts';
import { troubleOf } from './sqlite.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Keys that one query asks for: about a millisecond of work. */
const keysPerQuery = 250;
/** Scores that one write puts down: about a millisecond of work. */
const scoresPerWrite = 100;
/** Reading goes on without a pause for this long. */
const maxReadMs = 5;
/** Parts of a run that are unpacked side by side. */
const partsAtOnce = 4;
/** Requests with fewer characters are kept as text: compressing would cost more time than it saves space. */
const minCompressed = 2048;
/** Requests with more characters are compressed in another thread; smaller ones are done sooner than handed over. */
const maxSyncRequest = 32_768;
/** Reads wait this long for another process that recovers or closes the log. */
const maxBusyMs = 15_000;

export interface SqliteStoreOptions {
  readonly database: DatabaseSync;
  readonly now: () => number;
  readonly retention: Retention;
}

/** The store in one SQLite file, shared by windows and processes (write-ahead log). `redact.ts` says what is redacted. */
export class SqliteStore implements HistoryStore {
  private readonly options: SqliteStoreOptions;
  private readonly database: DatabaseSync;
  private readonly writes: GroupCommit;
  private readonly longView: LongView;
  private readonly statements = new Map<string, StatementSync>();

  constructor(options: SqliteStoreOptions) {
    this.options = options;
    this.database = options.database;
    this.writes = new GroupCommit(options.database);
    this.longView = new LongView({
      read: (sql, ...values) => this.read(() => this.prepare(sql).all(...values)),
      write: (work) => this.writes.add(work),
      change: (sql, ...values) => void this.prepare(sql).run(...values),
      run: (id) => this.run(id),
    });
  }

  async completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>> {
    const found = new Map<string, StoredCompletion>();
    let begun = performance.now();
    for (let start = 0; start < keys.length; start += keysPerQuery) {
      const part = JSON.stringify(keys.slice(start, start + keysPerQuery));
      const rows = await this.read(() =>
        this.prepare(
          'SELECT key, time, completion FROM completions WHERE key IN (SELECT value FROM json_each(?))',
        ).all(part),
      );
      for (const row of rows) {
        const key = String(row.key);
        const completion = JSON.parse(String(row.completion));
        found.set(key, { key, time: Number(row.time), completion });
      }
      if (performance.now() - begun > maxReadMs) {
        await turn();
        begun = performance.now();
      }
    }
    return found;
  }

  async saveCompletion(stored: StoredCompletion, request: RenderedRequest): Promise<void> {
    const body = await packed(JSON.stringify(redactRequest(request)));
    return this.writes.add(() =>
      this.prepare('INSERT OR REPLACE INTO completions VALUES (?, ?, ?, ?)').run(
        stored.key,
        stored.time,
        JSON.stringify(stored.completion),
        body,
      ),
    );
  }

  async request(key: string): Promise<RenderedRequest | undefined> {
    const row = await this.read(() =>
      this.prepare('SELECT request FROM completions WHERE key = ?').get(key),
    );
    const body = row?.request;
    if (typeof body === 'string') return JSON.parse(body);
    if (!(body instanceof Uint8Array)) return undefined;
    return JSON.parse((await expand(body)).toString('utf8'));
  }

  saveVersion(version: PromptVersion): Promise<void> {
    const { prompt, id, time, source, commit } = redactVersion(version);
    return this.writes.add(() =>
      this.prepare('INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?)').run(
        prompt,
        id,
        time,
        source,
        commit ?? null,
      ),
    );
  }

  async version(prompt: string, id: string): Promise<PromptVersion | undefined> {
    const row = await this.read(() =>
      this.prepare('SELECT * FROM versions WHERE prompt = ? AND id = ?').get(prompt, id),
    );
    return row === undefined ? undefined : versionOf(row);
  }

  async versions(prompt: string, limit: number): Promise<readonly PromptVersion[]> {
    const rows = await this.read(() =>
      this.prepare('SELECT * FROM versions WHERE prompt = ? ORDER BY time DESC LIMIT ?').all(
        prompt,
        limit,
      ),
    );
    return rows.map(versionOf);
  }

  async saveRun(run: RunResult): Promise<void> {
    const { cases, ...header } = run;
    const outcomes = packOutcomes(outcomesOf(run));
    const body = randomUUID();
    const now = this.options.now();
    for (let start = 0, part = 0; start < cases.length; start += casesPerPart, part++) {
      const some = cases.slice(start, start + casesPerPart);
      const packed = await packCases(some);
      const keys = some.flatMap(({ trials }) => trials.flatMap(({ replies }) => replies));
      const used = JSON.stringify(keys.map(({ key }) => key));
      await this.writes.add(() => {
        this.prepare('INSERT INTO run_parts VALUES (?, ?, ?, ?)').run(body, part, now, packed);
        // WHERE TRUE: without it the parser takes ON for a join.
        this.prepare(
          `INSERT INTO uses SELECT value, ? FROM json_each(?) WHERE TRUE
           ON CONFLICT (key) DO UPDATE SET time = excluded.time`,
        ).run(now, used);
      });
    }
    // The run appears with its last write: whoever can see it sees all of it.
    await this.writes.add(() => {
      this.prepare('DELETE FROM run_parts WHERE body IN (SELECT body FROM runs WHERE id = ?)').run(
        run.id,
      );
      this.prepare(
        `INSERT OR REPLACE INTO runs (id, prompt, suite, version, time, header, body)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        run.id,
        run.prompt,
        run.suite,
        run.promptVersion,
        run.startedAt,
        JSON.stringify(header),
        body,
      );
      this.longView.save(run, outcomes);
    });
  }

  async run(id: string): Promise<RunResult | undefined> {
    const [run] = await this.load(() =>
      this.prepare('SELECT header, body FROM runs WHERE id = ?').all(id),
    );
    return run;
  }

  async runs(query: RunQuery): Promise<readonly RunResult[]> {
    const { prompt, suite = null, promptVersion = null, notPromptVersion = null, limit } = query;
    const find = () =>
      this.prepare(
        `SELECT header, body FROM runs WHERE prompt = $prompt AND ($suite IS NULL OR suite = $suite)
           AND ($promptVersion IS NULL OR version = $promptVersion)
           AND ($notPromptVersion IS NULL OR version <> $notPromptVersion)
         ORDER BY time DESC LIMIT $limit`,
      ).all({ prompt, suite, promptVersion, notPromptVersion, limit });
    if (!query.summaries) return this.load(find);
    return (await this.read(find)).map((row) => ({ ...headerOf(row), cases: [] }));
  }

  outcomes(suite: string): Promise<readonly RunOutcomes[]> {
    return this.longView.outcomes(suite);
  }

  record(event: HistoryEvent): Promise<void> {
    return this.longView.record(event);
  }

  events(suite: string): Promise<readonly HistoryEvent[]> {
    return this.longView.events(suite);
  }

  addSpend(day: string, dollars: number): Promise<void> {
    return this.writes.add(() =>
      this.prepare(
        `INSERT INTO spending VALUES (?, ?)
         ON CONFLICT (day) DO UPDATE SET dollars = dollars + excluded.dollars`,
      ).run(day, dollars),
    );
  }

  async spent(day: string): Promise<number> {
    const row = await this.read(() =>
      this.prepare('SELECT dollars FROM spending WHERE day = ?').get(day),
    );
    return Number(row?.dollars ?? 0);
  }

  async getValue(name: string): Promise<JsonValue | undefined> {
    const row = await this.read(() =>
      this.prepare('SELECT value FROM facts WHERE name = ?').get(name),
    );
    return row === undefined ? undefined : JSON.parse(String(row.value));
  }

  setValue(name: string, value: JsonValue | undefined): Promise<void> {
    return this.writes.add(() =>
      value === undefined
        ? this.prepare('DELETE FROM facts WHERE name = ?').run(name)
        : this.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)').run(
            name,
            JSON.stringify(value),
          ),
    );
  }

  async scores(
    samples: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, Score>>> {
    const found = new Map<string, Map<string, Score>>();
    let begun = performance.now();
    for (let start = 0; start < samples.length; start += keysPerQuery) {
      const part = JSON.stringify(samples.slice(start, start + keysPerQuery));
      const rows = await this.read(() =>
        this.prepare(
          'SELECT sample, metric, score FROM scores WHERE sample IN (SELECT value FROM json_each(?))',
        ).all(part),
      );
      for (const row of rows) {
        const sample = String(row.sample);
        const own = found.get(sample) ?? new Map<string, Score>();
        found.set(sample, own.set(String(row.metric), JSON.parse(String(row.score))));
      }
      if (performance.now() - begun > maxReadMs) {
        await turn();
        begun = performance.now();
      }
    }
    return found;
  }

  async saveScores(scores: readonly NamedScore[]): Promise<void> {
    const time = this.options.now();
    for (let start = 0; start < scores.length; start += scoresPerWrite) {
      const part = scores.slice(start, start + scoresPerWrite);
      await this.writes.add(() => {
        const insert = this.prepare('INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?)');
        for (const { sample, metric, score } of part)
          insert.run(sample, metric, time, JSON.stringify(score));
      });
    }
  }

  prune(): Promise<Pruned> {
    return prune({
      read: (sql, ...values) => this.read(() => this.prepare(sql).all(...values)),
      write: (work) => this.writes.add(work),
      change: (sql, ...values) => Number(this.prepare(sql).run(...values).changes),
      now: this.options.now(),
      retention: this.options.retention,
    });
  }

  close(): void {
    // There is no later turn: what waits is written now, even if another process holds the lock for a moment.
    this.database.exec('PRAGMA busy_timeout = 2000');
    this.writes.flush();
    this.database.close();
  }

  /** Runs with their cases, from rows with header and body read in one go with the parts. */
  private async load(find: () => readonly Row[]): Promise<readonly RunResult[]> {
    // In one go, so that no other process can remove the parts of a run between the queries.
    const found = await this.read(() =>
      find().map((row) => ({
        header: headerOf(row),
        parts: this.prepare('SELECT cases FROM run_parts WHERE body = ? ORDER BY part').all(
          String(row.body),
        ),
      })),
    );
    const runs: RunResult[] = [];
    for (const { header, parts } of found) {
      const cases: CaseResult[] = [];
      for (let start = 0; start < parts.length; start += partsAtOnce) {
        const some = parts.slice(start, start + partsAtOnce);
        const unpacked = await Promise.all(
          some.map((part) => (part.cases instanceof Uint8Array ? unpackCases(part.cases) : [])),
        );
        cases.push(...unpacked.flat());
      }
      runs.push({ ...header, cases });
    }
    return runs;
  }

  private async read<T>(work: () => T): Promise<T> {
    for (const begun = performance.now(); ; ) {
      try {
        return work();
      } catch (error) {
        const isOver = performance.now() - begun > maxBusyMs;
        if (isOver || troubleOf(error) !== 'busy') throw error;
        await wait(20);
      }
    }
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}

async function packed(json: string): Promise<string | Uint8Array> {
  if (json.length < minCompressed) return json;
  return json.length > maxSyncRequest ? compress(json, { level: 1 }) : gzipSync(json, { level: 1 });
}

type Row = Readonly<Record<string, unknown>>;

function versionOf(row: Row): PromptVersion {
  return {
    id: String(row.id),
    prompt: String(row.prompt),
    source: String(row.source),
    time: Number(row.time),
    ...(typeof row.commit_id === 'string' && { commit: row.commit_id }),
  };
}

function headerOf(row: Row): Omit<RunResult, 'cases'> {
  return JSON.parse(String(row.header));
}
