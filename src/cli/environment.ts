import { builtInMetrics } from '../core/metrics/builtIn.ts';
import { resolvePath, toForwardSlashes } from '../core/path.ts';
import type { Log, Ports } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { EvaluationContext } from '../core/run/evaluate.ts';
import { consoleLog } from '../node/consoleLog.ts';
import { Engine } from '../node/engine.ts';
import { createModels } from '../node/models/models.ts';
import { createPricing } from '../node/models/pricing.ts';
import { nodeFiles } from '../node/nodeFiles.ts';
import { WorkerPieceScorer } from '../node/scoring/workerPieceScorer.ts';
import { WorkerScorer } from '../node/scoring/workerScorer.ts';
import type { Output } from './output.ts';
import { problemLine } from './problemLine.ts';
import { keepYoungGenerationSmall } from './youngGeneration.ts';

/** What the commands work with. */
export interface Environment {
  readonly output: Output;
  /** The working folder, with forward slashes. */
  readonly root: string;
  readonly signal: AbortSignal;
  /** An absolute path from an argument. */
  resolve(path: string): string;
  /** A path as people see it, relative to the working folder where it lies in it. */
  show(path: string): string;
  readonly registry: typeof builtInMetrics;
  readonly files: typeof nodeFiles;
  /** Workers that score, without the store. Its owner disposes of it. */
  scorer(): WorkerScorer;
  /** Workers that read and score logs. Its owner disposes of it. */
  pieceScorer(): WorkerPieceScorer;
  /** Opens the store and all that an evaluation needs; `close` when done. */
  open(options: OpenOptions): Promise<OpenEnvironment>;
}

export interface OpenOptions {
  /** Calls to models at the same time. */
  readonly concurrency: number;
  /** Whether the code that suites bring along may run. */
  readonly allowsCode: boolean;
  /** From `--base-url`: the key in the environment may go there. */
  readonly explicitBaseUrl?: string;
}

export interface OpenEnvironment extends EvaluationContext {
  readonly ports: Ports;
  /** Starts a scoring worker ahead of the first score. */
  warmUp(): void;
  /** Ends workers, connections and the store; what waits to be written is written. */
  close(): Promise<void>;
}

export function createEnvironment(output: Output, signal: AbortSignal): Environment {
  const root = toForwardSlashes(process.cwd());
  const show = (path: string) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
  const log = consoleLog((line) => output.note(line));
  return {
    output,
    root,
    signal,
    registry: builtInMetrics,
    files: nodeFiles,
    resolve: (path) => resolvePath(root, toForwardSlashes(path)),
    show,
    scorer: () => new WorkerScorer({ entry: scorerEntry() }),
    pieceScorer: () => new WorkerPieceScorer({ entry: scorerEntry() }),
    open: (options) =>
      openEngine(options, root, log, signal, (problem) => {
        output.note(problemLine(problem, show));
      }),
  };
}

/** Beside the bundle. */
function scorerEntry(): URL {
  return new URL('./scorer.js', import.meta.url);
}

async function openEngine(
  { concurrency, allowsCode, explicitBaseUrl }: OpenOptions,
  root: string,
  log: Log,
  signal: AbortSignal,
  onProblem: (problem: Problem) => void,
): Promise<OpenEnvironment> {
  const pricing = createPricing();
  const models = createModels({
    environment: (name) => process.env[name],
    readLines: nodeFiles.readLines,
    pricing,
    onProblem,
    ...(explicitBaseUrl !== undefined && { explicitBaseUrl }),
  });
  const engine = new Engine({
    models: () => models,
    pricing,
    log,
    concurrency,
    scorerEntry: scorerEntry(),
    code: {
      isAllowed: () => allowsCode,
      howToAllow: 'Give --allow-code where you trust the suites.',
      roots: () => [root],
    },
    // A run in CI or of another program's store is worth more than its history.
    withoutHistory: 'go-on',
    isWarm: false,
  });
  const context = await engine.open(root);
  keepYoungGenerationSmall();
  return {
    ...context,
    warmUp: () => engine.warmUp(),
    close: async () => {
      await engine.tidy(signal);
      engine.dispose();
      await models.close();
    },
  };
}
