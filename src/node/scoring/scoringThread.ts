import { Worker } from 'node:worker_threads';
import { messageOf } from '../../core/errors.ts';
import type { PieceRequest } from '../../core/logs/pieceScores.ts';
import type { ScoringTask } from '../../core/ports.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';
import { Place, type WorkerReply, type WorkerRequest, type WorkerStart } from './workerMessages.ts';
import { processTimes, workingTime } from './workingTime.ts';

/** What became of a request: its scores, or the place at which the worker was lost. */
export type ThreadOutcome =
  | { readonly type: 'scored'; readonly reply: WorkerReply }
  | {
      readonly type: 'lost';
      /** Index over all scores of the request; undefined when none had been begun. */
      readonly place: number | undefined;
      readonly cause: 'time' | 'memory' | 'crash';
      readonly message: string;
    };

export interface ThreadOptions {
  readonly entry: URL;
  readonly memoryMb: number;
}

/** Loading of the worker and of what its metrics need may take this long. */
const loadingMs = 10_000;
/** A worker that was told of so many metrics forgets them: editing a suite makes new ones all the time. */
const maxKnown = 5000;

/** One worker thread. It is lost after a score that hangs or needs too much memory. */
export class ScoringThread {
  private readonly worker: Worker;
  private readonly place = new Int32Array(new SharedArrayBuffer(4));
  private readonly memoryMb: number;
  private known = new Map<MetricSpec, number>();
  private finish: ((outcome: ThreadOutcome) => void) | undefined;

  constructor({ entry, memoryMb }: ThreadOptions, onIdleLoss: () => void) {
    this.memoryMb = memoryMb;
    const workerData: WorkerStart = { place: this.place };
    this.worker = new Worker(entry, {
      workerData,
      // Metrics work on hostile text: they get none of the secrets that an environment holds.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
    });
    this.place[0] = Place.loading;
    this.worker.on('message', (reply: WorkerReply) => this.end({ type: 'scored', reply }));
    this.worker.on('error', (error) => this.crash(error));
    this.worker.on('exit', () => {
      if (this.finish === undefined) onIdleLoss();
      else this.lose('crash', 'The scoring worker ended.');
    });
    // Only while it works does it keep the process alive.
    this.worker.unref();
  }

  /** Scores tasks. `limitOf` tells how long the score at a place may take, in milliseconds. */
  run(tasks: readonly ScoringTask[], limitOf: (place: number) => number): Promise<ThreadOutcome> {
    return this.ask(this.request(tasks), limitOf);
  }

  /** Reads and scores a piece of a log. `limitMs` is how long all scores of a reply may take. */
  runPiece(
    piece: Uint8Array,
    { metrics, caseIds }: PieceRequest,
    limitMs: number,
  ): Promise<ThreadOutcome> {
    const { numberOf, told } = this.numbering();
    const by = metrics.map(numberOf);
    // A copy goes over: the piece may have to be scored line by line here.
    // Not `slice`, which of a Buffer is no copy.
    const copy = new Uint8Array(piece);
    return this.ask({ type: 'piece', piece: copy, by, caseIds, ...told }, () => limitMs, [
      copy.buffer,
    ]);
  }

  private ask(
    request: WorkerRequest,
    limitOf: (place: number) => number,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<ThreadOutcome> {
    return new Promise((resolve) => {
      this.place[0] = Place.loading;
      const timer = this.watch(limitOf);
      this.finish = (outcome) => {
        clearInterval(timer);
        this.finish = undefined;
        this.worker.unref();
        resolve(outcome);
      };
      this.worker.ref();
      this.worker.postMessage(request, transfer);
    });
  }

  end(outcome: ThreadOutcome): void {
    this.finish?.(outcome);
  }

  terminate(): void {
    void this.worker.terminate();
  }

  private watch(limitOf: (place: number) => number): NodeJS.Timeout {
    let seen: number = Place.loading;
    let since = processTimes();
    // A tenth of the limit is how much later than the limit it may be noticed.
    const pause = Math.max(10, Math.min(100, limitOf(0) / 10));
    return setInterval(() => {
      const now = Atomics.load(this.place, 0);
      if (now !== seen) {
        seen = now;
        since = processTimes();
      }
      // Done: the reply is on its way, however long this thread takes to get to it.
      if (now === Place.done) return;
      const limit = now === Place.loading ? loadingMs : limitOf(now);
      if (workingTime(since, processTimes()) > limit) this.lose('time', `longer than ${limit} ms`);
    }, pause);
  }

  private crash(error: unknown): void {
    const isMemory =
      error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (isMemory) this.lose('memory', `more than ${this.memoryMb} MB`);
    else this.lose('crash', messageOf(error));
  }

  private lose(cause: 'time' | 'memory' | 'crash', message: string): void {
    const at = Atomics.load(this.place, 0);
    this.terminate();
    this.end({ type: 'lost', place: at >= 0 ? at : undefined, cause, message });
  }

  private request(tasks: readonly ScoringTask[]): WorkerRequest {
    const { numberOf, told } = this.numbering();
    const numbered = tasks.map(({ sample, metrics }) => ({
      sample,
      metrics: metrics.map(numberOf),
    }));
    return { type: 'tasks', tasks: numbered, ...told };
  }

  /** Numbers for the metrics of a request, and what the worker has to be told of them. */
  private numbering() {
    const forget = this.known.size > maxKnown;
    if (forget) this.known = new Map();
    const fresh: [number, MetricSpec][] = [];
    const numberOf = (metric: MetricSpec): number => {
      const number = this.known.get(metric) ?? this.known.size;
      if (number === this.known.size) {
        this.known.set(metric, number);
        fresh.push([number, metric]);
      }
      return number;
    };
    return { numberOf, told: { metrics: fresh, forget } };
  }
}
