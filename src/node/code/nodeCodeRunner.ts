import { realpath, stat } from 'node:fs/promises';
import { EvalError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import type { CodeCall } from '../../core/metrics/means.ts';
import { isInside, resolvePath, toForwardSlashes } from '../../core/path.ts';
import type { CodeRunner } from '../../core/ports.ts';
import { ModuleThread } from './moduleThread.ts';
import { runProgram } from './runProgram.ts';

export interface CodeRunnerOptions {
  /** Whether the user has allowed the code of suites to run. Asked before every call. */
  readonly isAllowed: () => boolean;
  /** How to allow it, as a sentence. */
  readonly howToAllow: string;
  /** Folders that modules may lie in, with forward slashes; a suite outside all of them has its own folder. */
  readonly roots: () => readonly string[];
}

/** Programs that run at the same time. */
const maxPrograms = 4;
/** Modules that stay loaded. */
const maxThreads = 8;

/**
 * Runs the code that suites bring along: modules in worker threads, programs in process groups of their own, both with a
 * time limit and without the environment. That keeps accidents in bounds; it is no prison, which is why the user is asked first.
 */
export class NodeCodeRunner implements CodeRunner {
  private readonly options: CodeRunnerOptions;
  private readonly threads = new Map<string, ModuleThread>();
  private readonly waiting: (() => void)[] = [];
  private programs = 0;

  constructor(options: CodeRunnerOptions) {
    this.options = options;
  }

  async run(call: CodeCall, folder: string, signal: AbortSignal): Promise<JsonValue> {
    const { isAllowed, howToAllow } = this.options;
    if (!isAllowed())
      throw new EvalError(
        'untrusted',
        `The code '${call.run.join(' ')}' was not run, because nobody allowed it. ${howToAllow}`,
      );
    return call.kind === 'javascript'
      ? this.runModule(call, folder, signal)
      : this.runCommand(call, folder, signal);
  }

  dispose(): void {
    for (const thread of this.threads.values()) thread.terminate();
    this.threads.clear();
  }

  private async runModule(call: CodeCall, folder: string, signal: AbortSignal): Promise<JsonValue> {
    const [name = ''] = call.run;
    const path = await this.allowedPath(name, folder);
    const { mtimeMs, size } = await stat(path);
    // An edited module is loaded anew.
    const key = `${path} ${mtimeMs} ${size} ${call.memoryMb}`;
    const thread = this.threads.get(key) ?? this.start(key, path, call.memoryMb);
    return thread.call(call.input, call.timeLimitMs, signal);
  }

  private start(key: string, path: string, memoryMb: number): ModuleThread {
    const thread = new ModuleThread(path, memoryMb);
    this.threads.set(key, thread);
    const [oldest] = this.threads.keys();
    if (this.threads.size > maxThreads && oldest !== undefined) {
      this.threads.get(oldest)?.retire();
      this.threads.delete(oldest);
    }
    return thread;
  }

  private async runCommand(
    call: CodeCall,
    folder: string,
    signal: AbortSignal,
  ): Promise<JsonValue> {
    const [program = '', ...args] = call.run;
    // A bare name is looked up on the PATH; a relative path means a file beside the suite.
    const isRelative = /^\.{1,2}[\\/]/.test(program);
    const path = isRelative ? await this.allowedPath(program, folder) : program;
    await this.place();
    try {
      const { timeLimitMs, input } = call;
      return await runProgram({ path, args, folder, input, timeLimitMs }, signal);
    } finally {
      this.programs--;
      this.waiting.shift()?.();
    }
  }

  private async place(): Promise<void> {
    if (this.programs >= maxPrograms)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.programs++;
  }

  /** A path inside the workspace, links followed. @throws {EvalError} file-missing, path-outside */
  private async allowedPath(name: string, folder: string): Promise<string> {
    const path = resolvePath(folder, toForwardSlashes(name));
    const real = await realpath(path).catch(() => {
      throw new EvalError(
        'file-missing',
        `There is no file '${name}'. Paths are relative to the suite.`,
        {
          file: path,
        },
      );
    });
    const roots = this.options.roots().filter((root) => isInside(root, folder));
    const allowed = await Promise.all(
      (roots.length > 0 ? roots : [folder]).map((root) => realpath(root)),
    );
    if (allowed.some((root) => isInside(toForwardSlashes(root), toForwardSlashes(real))))
      return real;
    throw new EvalError(
      'path-outside',
      `'${name}' leads out of the workspace folder and is not run. Move it into the folder.`,
      { file: path },
    );
  }
}
