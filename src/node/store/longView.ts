import { setImmediate as turn } from 'node:timers/promises';
import type { HistoryEvent } from '../../core/health/events.ts';
import { outcomesOf, type RunOutcomes } from '../../core/health/outcomes.ts';
import { packOutcomes, unpackOutcomes } from '../../core/health/packOutcomes.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { HistoryFile } from './historyFile.ts';
import type { StoredPaths } from './storedPaths.ts';

/** Unpacking goes on without a pause for this long. */
const maxUnpackMs = 5;

/** The long view of metrics: outcomes of runs in a few bytes each, and what happened to suites. */
export class LongView {
  private readonly file: HistoryFile;
  private readonly paths: StoredPaths;
  private readonly run: (id: string) => Promise<RunResult | undefined>;

  /** @param run reads a run of the same file with its cases */
  constructor(
    file: HistoryFile,
    paths: StoredPaths,
    run: (id: string) => Promise<RunResult | undefined>,
  ) {
    this.file = file;
    this.paths = paths;
    this.run = run;
  }

  /** Inside a transaction, together with the run itself. */
  save(run: Pick<RunResult, 'id' | 'suite' | 'startedAt'>, packed: Uint8Array): void {
    this.file.change(
      'INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?)',
      run.id,
      this.paths.stored(run.suite),
      run.startedAt,
      packed,
    );
  }

  async outcomes(of: string, runs?: readonly string[]): Promise<readonly RunOutcomes[]> {
    const suite = this.paths.stored(of);
    // A few runs are looked up on every save, where there is no time to make up for old ones.
    if (runs === undefined) await this.fill(suite);
    const rows = await (runs === undefined
      ? this.file.read('SELECT outcomes FROM outcomes WHERE suite = ? ORDER BY time', suite)
      : this.file.read(
          `SELECT outcomes FROM outcomes WHERE suite = ?
           AND run IN (SELECT value FROM json_each(?)) ORDER BY time`,
          suite,
          JSON.stringify(runs),
        ));
    const found: RunOutcomes[] = [];
    let begun = performance.now();
    for (const { outcomes } of rows) {
      const one = outcomes instanceof Uint8Array ? unpackOutcomes(outcomes) : undefined;
      if (one !== undefined) found.push(one);
      if (performance.now() - begun < maxUnpackMs) continue;
      await turn();
      begun = performance.now();
    }
    return found;
  }

  record(event: HistoryEvent): Promise<void> {
    const stored = this.withPaths(event, (path) => this.paths.stored(path));
    return this.file.write(
      () =>
        void this.file.change(
          'INSERT INTO events VALUES (?, ?, ?)',
          stored.suite,
          stored.time,
          JSON.stringify(stored),
        ),
    );
  }

  async events(suite: string, since = 0): Promise<readonly HistoryEvent[]> {
    const rows = await this.file.read(
      'SELECT event FROM events WHERE suite = ? AND time >= ? ORDER BY time, rowid',
      this.paths.stored(suite),
      since,
    );
    return rows.map(({ event }) =>
      this.withPaths(JSON.parse(String(event)), (path) => this.paths.actual(path)),
    );
  }

  private withPaths(event: HistoryEvent, change: (path: string) => string): HistoryEvent {
    const suite = change(event.suite);
    return 'prompt' in event
      ? { ...event, suite, prompt: change(event.prompt) }
      : { ...event, suite };
  }

  /** Runs that were written before outcomes were kept get theirs. */
  private async fill(suite: string): Promise<void> {
    const rows = await this.file.read(
      'SELECT id FROM runs WHERE suite = ? AND id NOT IN (SELECT run FROM outcomes)',
      suite,
    );
    for (const { id } of rows) {
      const run = await this.run(String(id));
      if (run === undefined) continue;
      const packed = packOutcomes(outcomesOf(run));
      await this.file.write(() => this.save(run, packed));
    }
  }
}
