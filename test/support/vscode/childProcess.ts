import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { onShutdown } from './shutdown.ts';

/** What a finished program left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link run}; `inherit` shows the program's output as it comes instead of keeping it. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly shell?: boolean;
  readonly inherit?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Runs a program to its end and gives its exit code and output, whatever the code is.
 *
 * @throws {Error} when the program cannot be started; code 'ETIMEDOUT' in the message after `timeoutMs`.
 */
export function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = startOwned(program, args, {
      cwd: options.cwd,
      env: options.env,
      shell: options.shell,
      stdio: options.inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    const limit =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            reject(new Error(`ETIMEDOUT: ${program} took more than ${options.timeoutMs} ms`));
            void child.stop();
          }, options.timeoutMs);
    child.process.once('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.process.once('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code: code ?? (signal === null ? 1 : 128), ...output });
    });
  });
}

/** A process started here, and the way to end it with everything it started itself. */
export interface OwnedProcess {
  readonly process: ChildProcess;
  /** Settles once the process has ended. Asks first; after 3 seconds it insists. */
  stop(): Promise<void>;
}

/**
 * Starts a program that ends with this process at the latest. It leads a process group of its own (except on
 * Windows), so that stopping it takes its children along and touches no other process.
 */
export function startOwned(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): OwnedProcess {
  const group = process.platform !== 'win32' && options.stdio !== 'inherit';
  const child = spawn(program, args, { ...options, detached: group });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      if (group) process.kill(-child.pid, name);
      else if (child.exitCode === null) child.kill(name);
    } catch {
      // Already gone: that is what was wanted.
    }
  };
  const forget = onShutdown(() => signal('SIGKILL'));
  const stop = async () => {
    signal('SIGTERM');
    const insist = setTimeout(() => signal('SIGKILL'), 3000);
    await ended;
    clearTimeout(insist);
    // Stragglers of the group, for example an extension host that outlived its server.
    if (group) signal('SIGKILL');
    forget();
  };
  void ended.then(() => {
    if (!group) forget();
  });
  return { process: child, stop };
}

/** Absolute path of a program found on PATH, or undefined. */
export function findOnPath(...names: readonly string[]): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (folder === '') continue;
      for (const ending of endings) {
        const candidate = join(folder, name + ending);
        if (existsSync(candidate)) return candidate;
      }
    }
  }
  return undefined;
}
