import { type FSWatcher, watch } from 'node:fs';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { Disposable } from '../../core/lifecycle.ts';
import { basename, dirname } from '../../core/path.ts';

/** Network drives and some containers tell of no change: a look now and then finds it. */
const lookMs = 5000;

/**
 * Calls back when a file may have changed, appeared or gone. Its folder is watched, since a file that is replaced under its name is another
 * one to the system.
 * @throws {EvalError} file-missing when there is no such folder
 */
export function watchFile(path: string, onChange: () => void): Disposable {
  const name = basename(path);
  const watcher = watchFolder(dirname(path), (changed) => {
    if (changed === null || changed === name) onChange();
  });
  // A folder that can no longer be watched is looked at all the same.
  watcher.on('error', () => undefined);
  const looking = setInterval(onChange, lookMs);
  return {
    dispose: () => {
      watcher.close();
      clearInterval(looking);
    },
  };
}

function watchFolder(folder: string, onChange: (name: string | null) => void): FSWatcher {
  try {
    return watch(folder, (_, name) => onChange(name));
  } catch (cause) {
    throw new EvalError(
      'file-missing',
      `The folder ${folder} cannot be watched: ${messageOf(cause)}`,
      {
        file: folder,
        cause,
      },
    );
  }
}
