import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isEvalError, messageOf } from '../core/errors.ts';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import { builtInMetrics } from '../core/metrics/builtIn.ts';
import { isTimed } from '../core/metrics/needsMeans.ts';
import type { Clock, Log, LogMeans, Models, Pricing, Scorer } from '../core/ports.ts';
import { CallPool } from '../core/run/callPool.ts';
import type { EvaluationContext } from '../core/run/evaluate.ts';
import type { Answer } from '../core/run/modelCalls.ts';
import type { Turns } from '../core/run/turns.ts';
import { type CodeRunnerOptions, NodeCodeRunner } from './code/nodeCodeRunner.ts';
import { readLogPieces } from './logs/logPieces.ts';
import { clockOf, nodeClock } from './nodeClock.ts';
import { nodeFiles } from './nodeFiles.ts';
import { RememberingScorer } from './scoring/rememberingScorer.ts';
import { WorkerPieceScorer } from './scoring/workerPieceScorer.ts';
import { WorkerScorer } from './scoring/workerScorer.ts';
import type { HistoryStore } from './store/historyStore.ts';
import { MemoryStore } from './store/memoryStore.ts';
import { openStore } from './store/openStore.ts';
import type { Retention } from './store/retention.ts';
import { pruneWhenDue } from './store/upkeep.ts';

/** With the engine, so that both are loaded as one. */
export { createModels } from './models/models.ts';

/** Loads what calls endpoints, ahead of the first call. */
export async function loadClient(): Promise<void> {
  await import('openai');
}

export interface EngineOptions {
  /** Called when the first folder is opened. Its owner closes what it made. */
  readonly models: () => Models;
  readonly pricing: Pricing;
  readonly log: Log;
  /** Told, once for each folder, why its history is not kept, where that is so; default: a warning in the log. */
  readonly onHistoryTrouble?: (message: string) => void;
  /** Calls to models at the same time, over all folders. */
  readonly concurrency: number;
  /** The script of the scoring workers. */
  readonly scorerEntry: URL;
  /** The script that makes checkpoints of a history in another thread; absent: they are made where it is written. */
  readonly checkpointEntry?: URL;
  /** Whether the code of suites may run, and how the user allows it. */
  readonly code: CodeRunnerOptions;
  /** How much of the past is kept; what is left out has its default. Read when a store is opened. */
  readonly retention?: () => Partial<Retention>;
  /**
   * What happens where there is a history that cannot be used, because a newer version wrote it: `fail`, or `go-on`
   * with a memory that ends with the process, after a warning. Default `fail`.
   */
  readonly withoutHistory?: 'fail' | 'go-on';
  /**
   * Where others wait for the event loop, as in an editor: calls then start a few at a time and long work is done piece by piece,
   * which takes a fifth more processor time and keeps turns short. Absent: everything as soon as it can be.
   */
  readonly turns?: Turns;
  /** Whether a scoring worker starts as soon as a folder is opened; default true. */
  readonly isWarm?: boolean;
}

/** Pause between looks whether the past of a store is due to be shortened. */
const upkeepMs = 10 * 60_000;

/**
 * The ports on Node, for the extension and the command line alike: one place for calls, workers and
 * models in a process, and one store for each workspace folder. Nothing is opened before it is asked for.
 */
export class Engine implements Disposable {
  readonly pool: CallPool<Answer>;
  private readonly options: EngineOptions;
  private readonly clock: Clock;
  private readonly owned = new DisposableStore();
  private readonly scorer: WorkerScorer;
  private readonly code: NodeCodeRunner;
  private readonly opened = new Map<string, Promise<EvaluationContext>>();
  private readonly stores: HistoryStore[] = [];
  private version: string | undefined;
  private upkeep: NodeJS.Timeout | undefined;
  private models: Models | undefined;

  constructor(options: EngineOptions) {
    this.options = options;
    const { turns } = options;
    this.clock = turns === undefined ? nodeClock : clockOf(turns);
    this.pool = new CallPool(options.concurrency, turns && ((go) => turns.next(go)));
    this.scorer = this.owned.add(new WorkerScorer({ entry: options.scorerEntry }));
    this.code = this.owned.add(new NodeCodeRunner(options.code));
  }

  /**
   * What an evaluation needs, with the store of a folder. A store that could not be opened is tried again the next time.
   * @throws {EvalError} store-unavailable
   */
  async open(folder: string): Promise<EvaluationContext> {
    const known = this.opened.get(folder);
    if (known !== undefined) return known;
    const opening = this.begin(folder);
    this.opened.set(folder, opening);
    try {
      return await opening;
    } catch (error) {
      this.opened.delete(folder);
      throw error;
    }
  }

  /**
   * Scores without remembering, for what is judged once: logs would fill the store with scores that nobody asks for again. One
   * processor is left to whoever else works in this process.
   */
  logMeans(): LogMeans {
    const pieces = new WorkerPieceScorer({
      entry: this.options.scorerEntry,
      workers: Math.min(8, Math.max(1, availableParallelism() - 1)),
    });
    return {
      pieces,
      scorer: this.scorer,
      read: readLogPieces,
      dispose: () => pieces.dispose(),
    };
  }

  /** Starts a worker ahead of the first score: when models are going to be asked, it loads while they answer. */
  warmUp(): void {
    this.scorer.warmUp();
  }

  /**
   * Shortens the past of the open stores, at most once a day each. For moments when nobody waits: the end of a
   * command, an idle window.
   */
  async tidy(signal: AbortSignal): Promise<void> {
    for (const store of this.stores) {
      if (signal.aborted) return;
      // Upkeep that fails does no harm and is tried again tomorrow.
      await pruneWhenDue(store, nodeClock.now()).catch((error: unknown) =>
        this.options.log.info(`The history was not shortened: ${messageOf(error)}`),
      );
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async begin(folder: string): Promise<EvaluationContext> {
    const { log, pricing } = this.options;
    this.models ??= this.options.models();
    const { models, pool, code } = this;
    // It loads while prompt, suite and store are read.
    if (this.options.isWarm ?? true) this.warmUp();
    const store = await this.openStore(folder);
    this.stores.push(store);
    this.owned.add({ dispose: () => store.close() });
    this.tidyNowAndThen();
    return {
      ports: {
        clock: this.clock,
        files: nodeFiles,
        models,
        pricing,
        scorer: this.remembering(store),
        store,
        code,
        log,
        random: Math.random,
      },
      pool,
    };
  }

  /** In a window that stays open; a command ends sooner, and tidies at its end. */
  private tidyNowAndThen(): void {
    if (this.upkeep !== undefined) return;
    const stop = new AbortController();
    this.upkeep = setInterval(() => void this.tidy(stop.signal), upkeepMs).unref();
    this.owned.add({
      dispose: () => {
        stop.abort();
        clearInterval(this.upkeep);
      },
    });
  }

  private remembering(store: HistoryStore): Scorer {
    return new RememberingScorer({
      scorer: this.scorer,
      store,
      clock: this.clock,
      version: () => this.scoringVersion(),
      isTimed: ({ type, parameters }) => isTimed(builtInMetrics, type, parameters),
    });
  }

  /** Hash of the workers' script, which names the chunks of what it loads by their hashes. */
  private scoringVersion(): string {
    this.version ??= createHash('sha256')
      .update(readFileSync(this.options.scorerEntry))
      .digest('hex');
    return this.version;
  }

  private async openStore(folder: string): Promise<HistoryStore> {
    const { log, onHistoryTrouble, retention, withoutHistory, checkpointEntry, turns } =
      this.options;
    const warn = onHistoryTrouble ?? ((message: string) => log.warn(message));
    try {
      return await openStore({
        folder,
        clock: nodeClock,
        log: { warn },
        ...(retention && { retention: retention() }),
        ...(checkpointEntry && { checkpointEntry }),
        ...(turns && { turns }),
      });
    } catch (error) {
      if (withoutHistory !== 'go-on' || !isEvalError(error, 'store-unavailable')) throw error;
      warn(
        `${error.message} Until then everything is asked anew, and results are kept only to the end of this run.`,
      );
      return new MemoryStore();
    }
  }
}
