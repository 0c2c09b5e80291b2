import { rename, writeFile } from 'node:fs/promises';
import { EvalError, isEvalError } from '../core/errors.ts';
import { readWatchState, type WatchState } from '../core/logs/watchState.ts';
import type { Environment } from './environment.ts';

/**
 * The state that a watch kept; undefined where there is none, or one that cannot be gone on with: of another log, of other metrics, or
 * damaged. Which of these is said.
 */
export async function keptWatchState(
  path: string,
  { log, metrics }: Pick<WatchState, 'log' | 'metrics'>,
  { files, output, show }: Pick<Environment, 'files' | 'output' | 'show'>,
): Promise<WatchState | undefined> {
  let text: string;
  try {
    text = await files.readText(path, { maxBytes: 1e8 });
  } catch (error) {
    if (isEvalError(error, 'file-missing')) return undefined;
    throw error;
  }
  const state = readWatchState(text);
  const why =
    state === undefined
      ? 'cannot be read'
      : state.log !== log
        ? 'is that of another log'
        : state.metrics !== metrics
          ? 'was made by other metrics'
          : undefined;
  if (why === undefined) return state;
  output.note(`${show(path)} ${why}; the log is read from its beginning.`);
  return undefined;
}

/** Written beside and renamed, so that a state is whole or the one before. @throws {EvalError} bad-file */
export async function keepWatchState(path: string, state: WatchState): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, JSON.stringify(state));
    await rename(part, path);
  } catch (cause) {
    throw new EvalError('bad-file', `The state cannot be written to ${path}: ${String(cause)}`, {
      file: path,
      cause,
    });
  }
}
