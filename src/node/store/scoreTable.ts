import type { Score } from '../../core/metrics/metric.ts';
import type { HistoryFile } from './historyFile.ts';
import type { NamedScore } from './historyStore.ts';

/** Scores that one write puts down: about a millisecond of work. */
const scoresPerWrite = 100;

/** Scores that were made before, by sample and metric. */
export class ScoreTable {
  private readonly file: HistoryFile;

  constructor(file: HistoryFile) {
    this.file = file;
  }

  async scores(
    samples: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, Score>>> {
    const found = new Map<string, Map<string, Score>>();
    await this.file.readEach(
      'SELECT sample, metric, score FROM scores WHERE sample IN (SELECT value FROM json_each(?))',
      samples,
      (row) => {
        const sample = String(row.sample);
        const own = found.get(sample) ?? new Map<string, Score>();
        found.set(sample, own.set(String(row.metric), JSON.parse(String(row.score))));
      },
    );
    return found;
  }

  /** @param time when they were made, in milliseconds since 1970 */
  async save(scores: readonly NamedScore[], time: number): Promise<void> {
    for (let start = 0; start < scores.length; start += scoresPerWrite) {
      const part = scores.slice(start, start + scoresPerWrite);
      await this.file.write(() => {
        const insert = this.file.prepare('INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?)');
        for (const { sample, metric, score } of part)
          insert.run(sample, metric, time, JSON.stringify(score));
      });
    }
  }
}
