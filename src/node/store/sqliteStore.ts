import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JsonValue } from '../../core/json.ts';
import type { RunQuery, Store } from '../../core/ports.ts';
import type { PromptVersion } from '../../core/prompt/prompt.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { GroupCommit } from './groupCommit.ts';
import { redact } from './redact.ts';

/** Keys that one query asks for; SQLite bounds the parameters of a statement. */
const keysPerQuery = 500;

/**
 * The store in one SQLite file, shared by windows and processes (write-ahead log). Requests are redacted
 * when written. Replies are kept as they came: metrics are computed on them again and must see the same text.
 */
export class SqliteStore implements Store {
  private readonly database: DatabaseSync;
  private readonly writes: GroupCommit;
  private readonly statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.database = database;
    this.writes = new GroupCommit(database);
  }

  async completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>> {
    const found = new Map<string, StoredCompletion>();
    for (let start = 0; start < keys.length; start += keysPerQuery) {
      const part = keys.slice(start, start + keysPerQuery);
      const rows = this.prepare(
        'SELECT key, time, completion FROM completions WHERE key IN (SELECT value FROM json_each(?))',
      ).all(JSON.stringify(part));
      for (const row of rows) {
        const key = String(row.key);
        found.set(key, {
          key,
          time: Number(row.time),
          completion: JSON.parse(String(row.completion)),
        });
      }
    }
    return found;
  }

  saveCompletion(stored: StoredCompletion, request: RenderedRequest): Promise<void> {
    const body = gzipSync(redact(JSON.stringify(request)), { level: 1 });
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
    const row = this.prepare('SELECT request FROM completions WHERE key = ?').get(key);
    return row?.request instanceof Uint8Array ? unpacked(row.request) : undefined;
  }

  saveVersion(version: PromptVersion): Promise<void> {
    return this.writes.add(() =>
      this.prepare(
        `INSERT INTO versions VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (prompt, id) DO UPDATE SET time = excluded.time, source = excluded.source`,
      ).run(
        version.prompt,
        version.id,
        version.time,
        redact(version.source),
        version.commit ?? null,
      ),
    );
  }

  async version(prompt: string, id: string): Promise<PromptVersion | undefined> {
    const row = this.prepare('SELECT * FROM versions WHERE prompt = ? AND id = ?').get(prompt, id);
    return row === undefined ? undefined : versionOf(row);
  }

  async versions(prompt: string, limit: number): Promise<readonly PromptVersion[]> {
    return this.prepare('SELECT * FROM versions WHERE prompt = ? ORDER BY time DESC LIMIT ?')
      .all(prompt, limit)
      .map(versionOf);
  }

  saveRun(run: RunResult): Promise<void> {
    const { cases, ...header } = run;
    const body = gzipSync(JSON.stringify(cases), { level: 1 });
    return this.writes.add(() =>
      this.prepare('INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        run.id,
        run.prompt,
        run.suite,
        run.promptVersion,
        run.startedAt,
        JSON.stringify(header),
        body,
      ),
    );
  }

  async run(id: string): Promise<RunResult | undefined> {
    const row = this.prepare('SELECT header, cases FROM runs WHERE id = ?').get(id);
    return row === undefined ? undefined : runOf(row);
  }

  async runs(query: RunQuery): Promise<readonly RunResult[]> {
    return this.prepare(
      `SELECT header, cases FROM runs WHERE prompt = ? AND (? IS NULL OR suite = ?)
         AND (? IS NULL OR version = ?) AND (? IS NULL OR version <> ?)
       ORDER BY time DESC LIMIT ?`,
    )
      .all(
        query.prompt,
        query.suite ?? null,
        query.suite ?? null,
        query.promptVersion ?? null,
        query.promptVersion ?? null,
        query.notPromptVersion ?? null,
        query.notPromptVersion ?? null,
        query.limit,
      )
      .map(runOf);
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
    const row = this.prepare('SELECT dollars FROM spending WHERE day = ?').get(day);
    return Number(row?.dollars ?? 0);
  }

  async getValue(name: string): Promise<JsonValue | undefined> {
    const row = this.prepare('SELECT value FROM facts WHERE name = ?').get(name);
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

  close(): void {
    this.writes.flush();
    this.database.close();
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}

function versionOf(row: Readonly<Record<string, unknown>>): PromptVersion {
  return {
    id: String(row.id),
    prompt: String(row.prompt),
    source: String(row.source),
    time: Number(row.time),
    ...(typeof row.commit_id === 'string' && { commit: row.commit_id }),
  };
}

function runOf(row: Readonly<Record<string, unknown>>): RunResult {
  const header: Omit<RunResult, 'cases'> = JSON.parse(String(row.header));
  const cases: RunResult['cases'] = row.cases instanceof Uint8Array ? unpacked(row.cases) : [];
  return { ...header, cases };
}

/** What `gzipSync(JSON.stringify(value))` made. */
function unpacked<T>(bytes: Uint8Array): T {
  return JSON.parse(gunzipSync(bytes).toString('utf8'));
}
