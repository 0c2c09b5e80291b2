import { EvalError } from '../errors.ts';
import { basename, dirname, isInside } from '../path.ts';
import type { Files } from '../ports.ts';
import type { ReadContext } from './format.ts';
import type { Prompt } from './prompt.ts';

/**
 * Reading of what prompts include: no path leads out of the folder.
 * @param known paths that may be read besides
 */
export function includeContext(
  files: Files,
  root: string,
  known: readonly string[] = [],
): ReadContext {
  return {
    async readText(path) {
      if (!isInside(root, path) && !known.includes(path))
        throw new EvalError(
          'path-outside',
          `'${basename(path)}' lies outside of the workspace folder and is not read. Move it into the folder.`,
          { file: path },
        );
      return files.readText(path);
    },
  };
}

/** For another text of a prompt that was read: what lies beside it, and what it includes already. */
export function includesOf(
  { path, dependencies }: Pick<Prompt, 'path' | 'dependencies'>,
  files: Files,
): ReadContext {
  return includeContext(files, dirname(path), dependencies);
}
