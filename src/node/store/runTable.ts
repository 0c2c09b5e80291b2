import { randomUUID } from 'node:crypto';
import { outcomesOf } from '../../core/health/outcomes.ts';
import { packOutcomes } from '../../core/health/packOutcomes.ts';
import type { RunQuery } from '../../core/ports.ts';
import type { CaseResult, RunResult } from '../../core/results/runResult.ts';
import type { HistoryFile, Row } from './historyFile.ts';
import { casesPerPart, packCases, unpackCases } from './runParts.ts';
import type { StoredPaths } from './storedPaths.ts';

/** Parts of a run that are unpacked side by side. */
const partsAtOnce = 4;

/** Runs, their cases in parts. */
export class RunTable {
  private readonly file: HistoryFile;
  private readonly paths: StoredPaths;

  constructor(file: HistoryFile, paths: StoredPaths) {
    this.file = file;
    this.paths = paths;
  }

  /**
   * @param now in milliseconds since 1970
   * @param together written in the same transaction as the run, from its packed outcomes
   */
  async save(run: RunResult, now: number, together: (outcomes: Uint8Array) => void): Promise<void> {
    const { cases, ...header } = run;
    const prompt = this.paths.stored(run.prompt);
    const suite = this.paths.stored(run.suite);
    const body = randomUUID();
    for (let start = 0, part = 0; start < cases.length; start += casesPerPart, part++) {
      const some = cases.slice(start, start + casesPerPart);
      const packed = await packCases(some);
      const keys = some.flatMap(({ trials }) => trials.flatMap(({ replies }) => replies));
      const used = JSON.stringify(keys.map(({ key }) => key));
      await this.file.write(() => {
        this.file.prepare('INSERT INTO run_parts VALUES (?, ?, ?, ?)').run(body, part, now, packed);
        // WHERE TRUE: without it the parser takes ON for a join.
        this.file
          .prepare(
            `INSERT INTO uses SELECT value, ? FROM json_each(?) WHERE TRUE
           ON CONFLICT (key) DO UPDATE SET time = excluded.time`,
          )
          .run(now, used);
      });
    }
    await this.file.turn();
    const outcomes = packOutcomes(outcomesOf(run));
    // The run appears with its last write: whoever can see it sees all of it.
    await this.file.write(() => {
      this.file
        .prepare('DELETE FROM run_parts WHERE body IN (SELECT body FROM runs WHERE id = ?)')
        .run(run.id);
      this.file
        .prepare(
          `INSERT OR REPLACE INTO runs (id, prompt, suite, version, time, header, body)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          run.id,
          prompt,
          suite,
          run.promptVersion,
          run.startedAt,
          JSON.stringify({ ...header, prompt, suite }),
          body,
        );
      together(outcomes);
    });
  }

  async run(id: string): Promise<RunResult | undefined> {
    const [run] = await this.load(() =>
      this.file.prepare('SELECT header, body FROM runs WHERE id = ?').all(id),
    );
    return run;
  }

  async runs(query: RunQuery): Promise<readonly RunResult[]> {
    const { promptVersion = null, notPromptVersion = null, limit } = query;
    const prompt = this.paths.stored(query.prompt);
    const suite = query.suite === undefined ? null : this.paths.stored(query.suite);
    const find = () =>
      this.file
        .prepare(
          `SELECT header, body FROM runs WHERE prompt = $prompt AND ($suite IS NULL OR suite = $suite)
           AND ($promptVersion IS NULL OR version = $promptVersion)
           AND ($notPromptVersion IS NULL OR version <> $notPromptVersion)
         ORDER BY time DESC LIMIT $limit`,
        )
        .all({ prompt, suite, promptVersion, notPromptVersion, limit });
    if (!query.summaries) return this.load(find);
    return (await this.file.inOneGo(find)).map((row) => ({ ...this.headerOf(row), cases: [] }));
  }

  /** Runs with their cases, from rows with header and body read in one go with the parts. */
  private async load(find: () => readonly Row[]): Promise<readonly RunResult[]> {
    // In one go, so that no other process can remove the parts of a run between the queries.
    const found = await this.file.inOneGo(() =>
      find().map((row) => ({
        header: this.headerOf(row),
        parts: this.file
          .prepare('SELECT cases FROM run_parts WHERE body = ? ORDER BY part')
          .all(String(row.body)),
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

  private headerOf(row: Row): Omit<RunResult, 'cases'> {
    const header: Omit<RunResult, 'cases'> = JSON.parse(String(row.header));
    const { prompt, suite } = header;
    return { ...header, prompt: this.paths.actual(prompt), suite: this.paths.actual(suite) };
  }
}
