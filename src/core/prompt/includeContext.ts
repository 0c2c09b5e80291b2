import { EvalError } from '../errors.ts';
import { basename, dirname, isInside, relativePath } from '../path.ts';
import type { Files } from '../ports.ts';
import type { ReadContext } from './format.ts';
import type { Prompt, PromptVersion } from './prompt.ts';

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

/**
 * For another text of a prompt that was read: what lies beside it, and what it includes already.
 * @param parts texts that were included then, see `PromptVersion`; they stand in for the files of today
 */
export function includesOf(
  { path, dependencies }: Pick<Prompt, 'path' | 'dependencies'>,
  files: Files,
  parts: PromptVersion['parts'] = {},
): ReadContext {
  const folder = dirname(path);
  const today = includeContext(files, folder, dependencies);
  return {
    readText: async (file) => {
      const name = relativePath(folder, file);
      return Object.hasOwn(parts, name) ? (parts[name] ?? '') : today.readText(file);
    },
  };
}

/** Texts that a prompt includes, as a version keeps them. What cannot be read is left out. */
export async function includedTexts(
  { path, dependencies }: Pick<Prompt, 'path' | 'dependencies'>,
  files: Files,
): Promise<Pick<PromptVersion, 'parts'>> {
  const texts: Record<string, string> = {};
  for (const file of dependencies) {
    const text = await files.readText(file).catch(() => undefined);
    if (text !== undefined) texts[relativePath(dirname(path), file)] = text;
  }
  return Object.keys(texts).length === 0 ? {} : { parts: texts };
}
