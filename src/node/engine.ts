import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { Log, Models, Pricing } from '../core/ports.ts';
import { CallPool } from '../core/run/callPool.ts';
import type { StoredCompletion } from '../core/run/completion.ts';
import type { EvaluationContext } from '../core/run/evaluate.ts';
import { type CodeRunnerOptions, NodeCodeRunner } from './code/nodeCodeRunner.ts';
import { nodeClock } from './nodeClock.ts';
import { nodeFiles } from './nodeFiles.ts';
import { WorkerScorer } from './scoring/workerScorer.ts';
import { openStore } from './store/openStore.ts';

export interface EngineOptions {
  /** Called when the first folder is opened. Its owner closes what it made. */
  readonly models: () => Models;
  readonly pricing: Pricing;
  readonly log: Log;
  /** Calls to models at the same time, over all folders. */
  readonly concurrency: number;
  /** The script of the scoring workers. */
  readonly scorerEntry: URL;
  /** Whether the code of suites may run, and how the user allows it. */
  readonly code: CodeRunnerOptions;
}

/**
 * The ports on Node, for the extension and the command line alike: one place for calls, workers and
 * models in a process, and one store for each workspace folder. Nothing is opened before it is asked for.
 */
export class Engine implements Disposable {
  readonly pool: CallPool<StoredCompletion>;
  private readonly options: EngineOptions;
  private readonly owned = new DisposableStore();
  private readonly scorer: WorkerScorer;
  private readonly code: NodeCodeRunner;
  private readonly opened = new Map<string, Promise<EvaluationContext>>();
  private models: Models | undefined;

  constructor(options: EngineOptions) {
    this.options = options;
    this.pool = new CallPool(options.concurrency);
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

  dispose(): void {
    this.owned.dispose();
  }

  private async begin(folder: string): Promise<EvaluationContext> {
    const { log, pricing } = this.options;
    this.models ??= this.options.models();
    const { models, scorer, pool, code } = this;
    // It loads while prompt, suite and store are read.
    scorer.warmUp();
    const store = await openStore({ folder, clock: nodeClock, log });
    this.owned.add({ dispose: () => store.close() });
    return {
      ports: {
        clock: nodeClock,
        files: nodeFiles,
        models,
        pricing,
        scorer,
        store,
        code,
        log,
        random: Math.random,
      },
      pool,
    };
  }
}
