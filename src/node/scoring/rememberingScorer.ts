import { Breather } from '../../core/breather.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { Clock, Scorer, ScoringTask } from '../../core/ports.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';
import type { NamedScore, ScoreStore } from '../store/historyStore.ts';
import { ScoreMemory } from './scoreMemory.ts';

export interface RememberingScorerOptions {
  /** Makes the scores that are not known. */
  readonly scorer: Scorer;
  /** Where scores outlive the process. */
  readonly store: ScoreStore;
  /** Changes with the programs that score: what another version said is not known. */
  readonly version: () => string;
  /** Whether a metric's score depends on the moment (latency), so that it is made anew each time. */
  readonly isTimed: (metric: MetricSpec) => boolean;
  /** For pauses. */
  readonly clock: Clock;
  /** Scores kept in memory. Default 20 000. */
  readonly capacity?: number;
}

/** What is left to do of a task: the metrics (by index) whose scores are not known. */
interface Open {
  readonly task: number;
  readonly name: string;
  readonly metrics: readonly number[];
}

/**
 * Makes each score once: scores of the same sample by the same metric come from memory, else from the store. A run
 * whose replies are all known then needs no worker, nor what its metrics would have to load.
 */
export class RememberingScorer implements Scorer {
  private readonly options: RememberingScorerOptions;
  private readonly memory: ScoreMemory;

  constructor(options: RememberingScorerOptions) {
    this.options = options;
    this.memory = new ScoreMemory(options.capacity ?? 20_000, options.version);
  }

  async score(
    tasks: readonly ScoringTask[],
    signal: AbortSignal,
  ): Promise<readonly (readonly Score[])[]> {
    const { scorer } = this.options;
    const scores: (Score | undefined)[][] = tasks.map(({ metrics }) =>
      metrics.map(() => undefined),
    );
    const breather = new Breather(this.options.clock);
    const all = await this.named(tasks, breather);
    const unknown = await this.fromMemory(all, tasks, scores, breather);
    const open = await this.fromStore(unknown, tasks, scores, breather);
    const rest = open.flatMap(({ task, metrics }) => {
      const whole = tasks[task];
      if (whole === undefined) return [];
      return { sample: whole.sample, metrics: metrics.flatMap((at) => whole.metrics[at] ?? []) };
    });
    // Asked for also when nothing is open: it knows whether all has been stopped.
    const made = await scorer.score(rest, signal);
    for (const [index, { task, metrics }] of open.entries()) {
      metrics.forEach((at, place) => {
        const own = scores[task];
        if (own !== undefined) own[at] = made[index]?.[place];
      });
      if (breather.isDue) await breather.pause();
    }
    await this.keep(open, tasks, scores, breather);
    return scores.map((own) =>
      own.map((score) => score ?? { status: 'failed', explanation: 'Not scored.' }),
    );
  }

  private async named(tasks: readonly ScoringTask[], breather: Breather): Promise<readonly Open[]> {
    const open: Open[] = [];
    for (const [task, { sample, metrics }] of tasks.entries()) {
      open.push({ task, name: this.memory.nameOf(sample), metrics: [...metrics.keys()] });
      if (breather.isDue) await breather.pause();
    }
    return open;
  }

  private async fromMemory(
    open: readonly Open[],
    tasks: readonly ScoringTask[],
    scores: readonly (Score | undefined)[][],
    breather: Breather,
  ): Promise<readonly Open[]> {
    const unknown: Open[] = [];
    for (const { task, name, metrics } of open) {
      const left = metrics.filter((at) => {
        const metric = tasks[task]?.metrics[at];
        const own = scores[task];
        if (metric === undefined || own === undefined || this.options.isTimed(metric)) return true;
        own[at] = this.memory.get(name, metric);
        return own[at] === undefined;
      });
      if (left.length > 0) unknown.push({ task, name, metrics: left });
      if (breather.isDue) await breather.pause();
    }
    return unknown;
  }

  private async fromStore(
    open: readonly Open[],
    tasks: readonly ScoringTask[],
    scores: readonly (Score | undefined)[][],
    breather: Breather,
  ): Promise<readonly Open[]> {
    if (open.length === 0) return open;
    // Without what was known the score is only made once more.
    const found = await this.options.store
      .scores(open.map(({ name }) => name))
      .catch(() => undefined);
    if (found === undefined || found.size === 0) return open;
    for (const { task, name, metrics } of open) {
      const known = found.get(name);
      for (const at of metrics) {
        const metric = tasks[task]?.metrics[at];
        const score = metric && known?.get(this.memory.metricName(metric));
        if (score) this.memory.add(name, metric, score);
      }
      if (breather.isDue) await breather.pause();
    }
    return this.fromMemory(open, tasks, scores, breather);
  }

  private async keep(
    open: readonly Open[],
    tasks: readonly ScoringTask[],
    scores: readonly (readonly (Score | undefined)[])[],
    breather: Breather,
  ): Promise<void> {
    const fresh: NamedScore[] = [];
    for (const { task, name, metrics } of open) {
      for (const at of metrics) {
        const metric = tasks[task]?.metrics[at];
        const score = scores[task]?.[at];
        // Failed: a time limit may not be exceeded another time.
        if (metric === undefined || score === undefined || score.status === 'failed') continue;
        if (this.options.isTimed(metric)) continue;
        this.memory.add(name, metric, score);
        fresh.push({ sample: name, metric: this.memory.metricName(metric), score });
      }
      if (breather.isDue) await breather.pause();
    }
    // Nobody waits for it: a score that is not kept is only made once more.
    if (fresh.length > 0) this.options.store.saveScores(fresh).catch(() => undefined);
  }
}
