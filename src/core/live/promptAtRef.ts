import { EvalError } from '../errors.ts';
import { amount } from '../metrics/wording.ts';
import { basename, dirname, fileOfPrompt, relativePath } from '../path.ts';
import type { Files, GitText } from '../ports.ts';
import { formatById, readPrompts } from '../prompt/formats.ts';
import { includeContext } from '../prompt/includeContext.ts';
import type { Prompt, PromptVersion } from '../prompt/prompt.ts';

/** A prompt as it was at a commit. */
export interface PromptAtRef extends Pick<PromptVersion, 'parts'> {
  readonly prompt: Prompt;
  /** Full hash. */
  readonly commit: string;
}

/**
 * A prompt at a git ref, with the files that it includes as they were there; one that the commit does not have is read as it is today.
 * @param today the prompt as it is now
 * @param show a file at the ref, or at the commit that is named
 * @param label how people call the ref
 * @throws {EvalError} usage where the commit or the prompt's file cannot be had; bad-file where an included one cannot, or the text is no readable prompt
 */
export async function promptAtRef(
  { path, format, dependencies }: Pick<Prompt, 'path' | 'format' | 'dependencies'>,
  show: (path: string, commit?: string) => Promise<GitText>,
  label: string,
  files: Files,
): Promise<PromptAtRef> {
  const file = fileOfPrompt(path);
  const found = await show(file);
  if (found.text === undefined)
    throw new EvalError('usage', `Cannot compare with ${label}: ${found.reason}`, { file });
  const unreadable = (reason: string) =>
    new EvalError('bad-file', `${path} as of ${label}: ${reason}`, { file });
  const { text, commit } = found;
  const folder = dirname(path);
  const parts: Record<string, string> = {};
  const broken: EvalError[] = [];
  const readText = async (included: string) => {
    const part = await show(included, commit);
    if (part.text === undefined && part.isAbsent !== true) {
      const error = unreadable(`${basename(included)} cannot be read. ${part.reason}`);
      broken.push(error);
      throw error;
    }
    const own = part.text ?? (await files.readText(included));
    parts[relativePath(folder, included)] = own;
    return own;
  };
  const includes = includeContext({ ...files, readText }, folder, dependencies);
  const read = await readPrompts({ path: file, text }, includes, formatById(format));
  // A prompt without what it includes never was.
  for (const error of broken) throw error;
  const prompts = read.value ?? [];
  const prompt = prompts.find((one) => one.path === path);
  if (prompt === undefined && prompts.length > 0)
    throw new EvalError(
      'usage',
      `Cannot compare with ${label}: ${basename(file)} has ${amount(prompts.length, 'prompt')} at ${label}, not so many as today.`,
      { file },
    );
  if (prompt === undefined) {
    const problem = read.problems.find(({ severity }) => severity === 'error');
    throw unreadable(problem?.message ?? 'no prompt');
  }
  return { prompt, commit, ...(Object.keys(parts).length > 0 && { parts }) };
}
