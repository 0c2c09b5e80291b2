import { builtInMetrics } from '../core/metrics/builtIn.ts';
import { resolvePath, toForwardSlashes } from '../core/path.ts';
import type { Models, Ports } from '../core/ports.ts';
import type { EvaluationContext } from '../core/run/evaluate.ts';
import { consoleLog } from '../node/consoleLog.ts';
import { Engine } from '../node/engine.ts';
import { createPricing } from '../node/models/pricing.ts';
import { nodeFiles } from '../node/nodeFiles.ts';
import type { Output } from './output.ts';
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
  /** Opens the store and all that an evaluation needs; `close` when done. */
  open(models: Models, options: OpenOptions): Promise<OpenEnvironment>;
}

export interface OpenOptions {
  /** Calls to models at the same time. */
  readonly concurrency: number;
  /** Whether the code that suites bring along may run. */
  readonly allowsCode: boolean;
}

export interface OpenEnvironment extends EvaluationContext {
  readonly ports: Ports;
  close(): void;
}

export function createEnvironment(output: Output, signal: AbortSignal): Environment {
  const root = toForwardSlashes(process.cwd());
  return {
    output,
    root,
    signal,
    registry: builtInMetrics,
    files: nodeFiles,
    resolve: (path) => resolvePath(root, toForwardSlashes(path)),
    show: (path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path),
    open: async (models, { concurrency, allowsCode }) => {
      const engine = new Engine({
        models: () => models,
        pricing: createPricing(),
        log: consoleLog((line) => output.note(line)),
        concurrency,
        scorerEntry: new URL('./scorer.js', import.meta.url),
        code: {
          isAllowed: () => allowsCode,
          howToAllow: 'Give --allow-code where you trust the suites.',
          roots: () => [root],
        },
      });
      const context = await engine.open(root);
      keepYoungGenerationSmall();
      return { ...context, close: () => engine.dispose() };
    },
  };
}
