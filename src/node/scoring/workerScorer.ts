import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { aborted, messageOf } from '../../core/errors.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { Scorer, ScoringTask } from '../../core/ports.ts';
import type { WorkerReply, WorkerRequest } from './workerMessages.ts';

export interface WorkerScorerOptions {
  /** The worker's entry: `dist/scorer.js`, or the source itself where Node reads TypeScript. */
  readonly entry: URL;
  /** How long one sample's metrics may take, in milliseconds. Default 1000. */
  readonly timeLimitMs?: number;
  /** Default: one less than there are processors, at least 1. */
  readonly maxWorkers?: number;
}

type Scores = readonly (readonly Score[])[];

/** Samples that one message carries: enough to share its price, few enough to spread and to stop early. */
const batchSize = 64;
/** First start of a worker, which loads the metrics, in milliseconds on top of the time limit. */
const startAllowanceMs = 10_000;

/**
 * Scores in worker threads without the environment's secrets. A sample whose metrics run too long loses its
 * worker, not the others of its batch: they go to a fresh worker, and it is scored metric by metric, so that
 * exactly the metric that hangs is `failed`.
 */
export class WorkerScorer implements Scorer {
  private readonly options: Required<WorkerScorerOptions>;
  private readonly idle: Worker[] = [];
  private readonly waiting: (() => void)[] = [];
  private count = 0;
  private isDisposed = false;

  constructor(options: WorkerScorerOptions) {
    const maxWorkers = Math.max(1, options.maxWorkers ?? availableParallelism() - 1);
    this.options = { timeLimitMs: 1000, ...options, maxWorkers };
  }

  async score(tasks: readonly ScoringTask[], signal: AbortSignal): Promise<Scores> {
    const batches: (readonly ScoringTask[])[] = [];
    for (let start = 0; start < tasks.length; start += batchSize) {
      batches.push(tasks.slice(start, start + batchSize));
    }
    return (await Promise.all(batches.map((batch) => this.scoreBatch(batch, signal)))).flat();
  }

  /** Ends all workers. */
  dispose(): void {
    this.isDisposed = true;
    for (const worker of this.idle.splice(0)) void worker.terminate();
  }

  private async scoreBatch(tasks: readonly ScoringTask[], signal: AbortSignal): Promise<Scores> {
    if (tasks.length === 0) return [];
    const outcome = await this.send(tasks, signal);
    if (outcome.type === 'scores') return outcome.scores;
    const [only] = tasks;
    if (tasks.length === 1 && only !== undefined) {
      if (only.metrics.length <= 1) return [only.metrics.map(() => failedScore(outcome.reason))];
      const single = await Promise.all(
        only.metrics.map((metric) =>
          this.scoreBatch([{ sample: only.sample, metrics: [metric] }], signal),
        ),
      );
      return [single.flat(2)];
    }
    // Those before the culprit are scored again: a worker that is gone takes its results along.
    const at = Math.min(outcome.place, tasks.length - 1);
    return [
      ...(await this.scoreBatch(tasks.slice(0, at), signal)),
      ...(await this.scoreBatch(tasks.slice(at, at + 1), signal)),
      ...(await this.scoreBatch(tasks.slice(at + 1), signal)),
    ];
  }

  private async send(tasks: readonly ScoringTask[], signal: AbortSignal): Promise<Outcome> {
    const worker = await this.borrow(signal);
    const { timeLimitMs } = this.options;
    const place = new Int32Array(new SharedArrayBuffer(4));
    place[0] = -1;
    return new Promise((resolve, reject) => {
      // Until the first sample is begun the worker loads itself and what its metrics need.
      let allowance = startAllowanceMs;
      let seen = -1;
      let since = performance.now();
      const timer = setInterval(() => {
        const now = Atomics.load(place, 0);
        if (now !== seen) {
          seen = now;
          since = performance.now();
          allowance = 0;
        } else if (performance.now() - since > timeLimitMs + allowance) {
          lose(
            `It ran longer than ${timeLimitMs / 1000} s and was stopped. A simpler pattern may help.`,
          );
        }
      }, timeLimitMs / 10);
      const end = () => {
        clearInterval(timer);
        signal.removeEventListener('abort', stop);
        // One by one: the worker has listeners of its own, and is deaf without them.
        worker.off('message', take);
        worker.off('error', crash);
        worker.off('exit', vanish);
      };
      const take = (reply: WorkerReply) => {
        end();
        this.giveBack(worker);
        resolve({ type: 'scores', scores: reply.scores });
      };
      const crash = (error: unknown) => lose(`Scoring stopped: ${messageOf(error)}`);
      const vanish = () => lose('Scoring stopped: the worker ended.');
      const lose = (reason: string) => {
        end();
        this.discard(worker);
        resolve({ type: 'lost', place: Math.max(0, Atomics.load(place, 0)), reason });
      };
      const stop = () => {
        end();
        this.discard(worker);
        reject(aborted());
      };
      signal.addEventListener('abort', stop, { once: true });
      worker.on('message', take);
      worker.on('error', crash);
      worker.on('exit', vanish);
      const request: WorkerRequest = { tasks, place };
      worker.postMessage(request);
    });
  }

  private async borrow(signal: AbortSignal): Promise<Worker> {
    for (;;) {
      if (signal.aborted) throw aborted();
      const worker = this.idle.pop();
      if (worker !== undefined) {
        worker.ref();
        return worker;
      }
      if (this.count < this.options.maxWorkers) return this.start();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private start(): Worker {
    this.count++;
    const worker = new Worker(this.options.entry, {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    // An error of a worker that is being ended, or is idle, must not end the process.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      const at = this.idle.indexOf(worker);
      if (at < 0) return;
      this.idle.splice(at, 1);
      this.count--;
    });
    return worker;
  }

  private giveBack(worker: Worker): void {
    if (this.isDisposed) {
      this.discard(worker);
      return;
    }
    worker.unref();
    this.idle.push(worker);
    this.waiting.shift()?.();
  }

  private discard(worker: Worker): void {
    this.count--;
    void worker.terminate();
    this.waiting.shift()?.();
  }
}

type Outcome =
  | { readonly type: 'scores'; readonly scores: Scores }
  | { readonly type: 'lost'; readonly place: number; readonly reason: string };

function failedScore(explanation: string): Score {
  return { status: 'failed', explanation };
}
