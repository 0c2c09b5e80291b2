import { availableParallelism } from 'node:os';
import { aborted } from '../../core/errors.ts';
import type { Disposable } from '../../core/lifecycle.ts';
import type { PieceRequest, PieceScores } from '../../core/logs/pieceScores.ts';
import type { PieceScorer } from '../../core/ports.ts';
import { ScoringThread } from './scoringThread.ts';

export interface WorkerPieceScorerOptions {
  /** The worker's entry, as of {@link WorkerScorer}. */
  readonly entry: URL;
  /** How long one score may take, in milliseconds. Default 1000. */
  readonly timeLimitMs?: number;
  /** Memory that a worker may use, in megabytes. Default 256. */
  readonly memoryMb?: number;
  /** Default: as many as there are processors, because the main thread only reads; at most 8. */
  readonly workers?: number;
}

/** Reads and scores logs in worker threads. They start when needed, and each works on one piece at a time. */
export class WorkerPieceScorer implements PieceScorer, Disposable {
  readonly parallel: number;
  private readonly options: WorkerPieceScorerOptions;
  private readonly idle: ScoringThread[] = [];
  private readonly threads = new Set<ScoringThread>();
  private readonly waiting: ((thread: ScoringThread) => void)[] = [];
  private readonly workers: number;
  private isDisposed = false;

  constructor(options: WorkerPieceScorerOptions) {
    this.options = options;
    this.workers = options.workers ?? Math.min(8, availableParallelism());
    // One more lies ready for the worker that ends first.
    this.parallel = 2 * this.workers;
  }

  async scorePiece(
    piece: Uint8Array,
    request: PieceRequest,
    signal: AbortSignal,
  ): Promise<PieceScores | undefined> {
    if (signal.aborted || this.isDisposed) throw aborted();
    const thread = await this.free();
    if (signal.aborted || this.isDisposed) {
      this.release(thread);
      throw aborted();
    }
    const limit = (this.options.timeLimitMs ?? 1000) * Math.max(1, request.metrics.length);
    const outcome = await thread.runPiece(piece, request, limit);
    if (outcome.type === 'scored' && outcome.reply.type === 'piece') {
      this.release(thread);
      return outcome.reply.scores;
    }
    this.lose(thread);
    if (this.isDisposed) throw aborted();
    return undefined;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const thread of this.threads) {
      thread.terminate();
      thread.end({ type: 'lost', place: undefined, cause: 'crash', message: 'Stopped.' });
    }
  }

  private free(): ScoringThread | Promise<ScoringThread> {
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    if (this.threads.size < this.workers) return this.start();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(thread: ScoringThread): void {
    const next = this.waiting.shift();
    if (next !== undefined) next(thread);
    else this.idle.push(thread);
  }

  private lose(thread: ScoringThread): void {
    thread.terminate();
    this.threads.delete(thread);
    // Whoever waited for it gets another one; after the end it only hears of that.
    if (this.waiting.length > 0) this.release(this.isDisposed ? thread : this.start());
  }

  private start(): ScoringThread {
    const { entry, memoryMb = 256 } = this.options;
    const thread: ScoringThread = new ScoringThread({ entry, memoryMb }, () => {
      this.threads.delete(thread);
      const at = this.idle.indexOf(thread);
      if (at >= 0) this.idle.splice(at, 1);
    });
    this.threads.add(thread);
    return thread;
  }
}
