import { availableParallelism } from 'node:os';
import { aborted } from '../../core/errors.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { Scorer, ScoringTask } from '../../core/ports.ts';
import { ScoringThread, type ThreadOutcome } from './scoringThread.ts';
import { TimeLimits } from './timeLimits.ts';
import type { TasksReply } from './workerMessages.ts';

export interface WorkerScorerOptions {
  /** The worker's entry: `dist/scorer.js`, or the source itself where Node reads TypeScript. */
  readonly entry: URL;
  /** How long one score may take, in milliseconds. Default 1000. */
  readonly timeLimitMs?: number;
  /** Memory that a worker may use, in megabytes. Default 256. */
  readonly memoryMb?: number;
  /** Default: one less than there are processors, at least 1. */
  readonly maxWorkers?: number;
}

/** A call of `score` that is not finished. */
interface Job {
  readonly tasks: readonly ScoringTask[];
  readonly scores: (Score | undefined)[][];
  open: number;
  isOver: boolean;
  readonly settle: (error?: unknown) => void;
}

/** A task that waits or is worked on, with the metrics (by index) that are still to be scored. */
interface Item {
  readonly job: Job;
  readonly task: number;
  readonly metrics: readonly number[];
}

/** Work of a message: long enough to share its price, short enough to be there soon. */
const targetMs = 12;
const firstBatch = 8;
const maxBatch = 64;
/** Workers that fail to start before their tasks are given up. */
const maxFailedStarts = 2;

/**
 * Scores in worker threads. A score that hangs or eats up the memory costs its worker and is `failed`; the other
 * scores of the batch are made by the next worker. Workers start when needed, stay warm, and do not keep the
 * process alive while they wait.
 *
 * An own small pool instead of a library's: a library's worker entry would have to lie beside the bundle under
 * a name of its own, and none tells which of many scores in a message it was that hung.
 */
export class WorkerScorer implements Scorer {
  private readonly options: Required<WorkerScorerOptions>;
  private readonly limits: TimeLimits;
  private readonly idle: ScoringThread[] = [];
  private readonly threads = new Set<ScoringThread>();
  private queue: Item[] = [];
  private batchSize = firstBatch;
  private failedStarts = 0;
  private isDisposed = false;

  constructor(options: WorkerScorerOptions) {
    const maxWorkers = Math.max(1, options.maxWorkers ?? availableParallelism() - 1);
    this.options = { timeLimitMs: 1000, memoryMb: 256, ...options, maxWorkers };
    this.limits = new TimeLimits(this.options.timeLimitMs);
  }

  /** Starts a worker ahead of the first score, so that it loads while the models answer. */
  warmUp(): void {
    if (this.threads.size === 0 && !this.isDisposed) this.idle.push(this.start());
  }

  score(
    tasks: readonly ScoringTask[],
    signal: AbortSignal,
  ): Promise<readonly (readonly Score[])[]> {
    return new Promise((resolve, reject) => {
      const job: Job = {
        tasks,
        scores: tasks.map((task) => task.metrics.map(() => undefined)),
        open: tasks.reduce((sum, task) => sum + task.metrics.length, 0),
        isOver: false,
        settle: (error) => {
          if (job.isOver) return;
          job.isOver = true;
          signal.removeEventListener('abort', stop);
          if (error !== undefined) reject(error);
          else resolve(job.scores.map((own) => own.map((score) => score ?? failed('Not scored.'))));
        },
      };
      const stop = () => job.settle(aborted());
      if (signal.aborted || this.isDisposed) return stop();
      if (job.open === 0) return job.settle();
      signal.addEventListener('abort', stop, { once: true });
      for (const [task, { metrics }] of tasks.entries())
        if (metrics.length > 0) this.queue.push({ job, task, metrics: [...metrics.keys()] });
      this.dispatch();
    });
  }

  /** Ends all workers; what is not scored yet is stopped. */
  dispose(): void {
    this.isDisposed = true;
    for (const { job } of this.queue.splice(0)) job.settle(aborted());
    for (const thread of this.threads) {
      thread.terminate();
      thread.end({ type: 'lost', place: undefined, cause: 'crash', message: 'Stopped.' });
    }
  }

  private dispatch(): void {
    while (this.queue.length > 0 && !this.isDisposed) {
      // A second worker costs more to start than a small queue takes.
      const isWorthStarting =
        this.threads.size === 0 ||
        (this.threads.size < this.options.maxWorkers && this.queue.length > 2 * this.batchSize);
      const thread = this.idle.pop() ?? (isWorthStarting ? this.start() : undefined);
      if (thread === undefined) return;
      const batch = this.take();
      if (batch.length > 0) void this.work(thread, batch);
      else this.idle.push(thread);
    }
  }

  private take(): readonly Item[] {
    this.queue = this.queue.filter(({ job }) => !job.isOver);
    return this.queue.splice(0, this.batchSize);
  }

  private async work(thread: ScoringThread, batch: readonly Item[]): Promise<void> {
    // Places count over all scores of the batch.
    const scores = batch.flatMap((item) => item.metrics.map((metric) => ({ item, metric })));
    const metricAt = (place: number) => {
      const at = scores[place];
      return at?.item.job.tasks[at.item.task]?.metrics[at.metric];
    };
    const outcome = await thread.run(
      batch.flatMap(({ job, task, metrics }) => {
        const whole = job.tasks[task];
        if (whole === undefined) return [];
        return { sample: whole.sample, metrics: metrics.flatMap((at) => whole.metrics[at] ?? []) };
      }),
      (place) => this.limits.limitOf(metricAt(place)),
    );
    if (outcome.type === 'scored' && outcome.reply.type === 'tasks') {
      this.failedStarts = 0;
      this.idle.push(thread);
      this.accept(batch, outcome.reply);
    } else if (outcome.type === 'lost') {
      this.threads.delete(thread);
      const culprit = outcome.place === undefined ? undefined : scores[outcome.place];
      const metric = outcome.place === undefined ? undefined : metricAt(outcome.place);
      if (this.isDisposed) for (const { job } of batch) job.settle(aborted());
      else if (culprit && metric) {
        const reason = outcome.cause === 'time' ? this.limits.exceeded(metric) : reasonOf(outcome);
        this.put(culprit.item, culprit.metric, failed(reason));
        this.again(batch, culprit);
      } else this.notStarted(batch, outcome.message);
    }
    this.dispatch();
  }

  private accept(batch: readonly Item[], { scores, durationMs }: TasksReply): void {
    batch.forEach((item, index) => {
      item.metrics.forEach((metric, at) => {
        const score = scores[index]?.[at] ?? failed('The scoring worker gave no score.');
        this.put(item, metric, score);
      });
    });
    const ideal = (this.batchSize * targetMs) / Math.max(durationMs, 0.1);
    // At most twofold at a time: one slow sample, or one quick one, says little.
    const next = Math.min(Math.max(ideal, this.batchSize / 2), this.batchSize * 2);
    if (batch.length === this.batchSize || next < this.batchSize)
      this.batchSize = Math.round(Math.min(Math.max(next, 1), maxBatch));
  }

  private put(item: Item, metric: number, score: Score): void {
    const own = item.job.scores[item.task];
    if (own !== undefined) own[metric] = score;
    item.job.open--;
    if (item.job.open === 0) item.job.settle();
  }

  /** Puts all but the culprit back in front: a worker that is gone took its results along. */
  private again(
    batch: readonly Item[],
    culprit?: { readonly item: Item; readonly metric: number },
  ): void {
    const rest = batch.flatMap((item) => {
      if (item !== culprit?.item) return item;
      const metrics = item.metrics.filter((metric) => metric !== culprit.metric);
      return metrics.length > 0 ? { ...item, metrics } : [];
    });
    this.queue.unshift(...rest);
  }

  private notStarted(batch: readonly Item[], message: string): void {
    if (++this.failedStarts < maxFailedStarts) {
      this.again(batch);
      return;
    }
    const score = failed(`The scoring worker could not start: ${message}`);
    for (const item of batch) for (const metric of item.metrics) this.put(item, metric, score);
  }

  private start(): ScoringThread {
    const thread: ScoringThread = new ScoringThread(this.options, () => {
      this.threads.delete(thread);
      const at = this.idle.indexOf(thread);
      if (at >= 0) this.idle.splice(at, 1);
    });
    this.threads.add(thread);
    return thread;
  }
}

function reasonOf(outcome: ThreadOutcome & { readonly type: 'lost' }): string {
  return outcome.cause === 'memory'
    ? `The metric needed ${outcome.message} of memory and was stopped.`
    : `The metric ended its worker: ${outcome.message}`;
}

function failed(explanation: string): Score {
  return { status: 'failed', explanation };
}
