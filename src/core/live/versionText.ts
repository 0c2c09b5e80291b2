import { dirname } from '../path.ts';
import type { GitHistory, Ports } from '../ports.ts';
import { readPrompt } from '../prompt/formats.ts';
import { includeContext } from '../prompt/includeContext.ts';
import type { PromptVersion } from '../prompt/prompt.ts';
import { versionId } from '../prompt/version.ts';
import type { RunResult } from '../results/runResult.ts';

export interface VersionTextSources extends Pick<Ports, 'store' | 'files'> {
  /** Where texts are looked for that the store does not have; default: nowhere. */
  readonly history?: Pick<GitHistory, 'textsOf'>;
}

/**
 * The text that a run's prompt had, from the store, with those that it included, or, by what it means, from the last commits of
 * its file. Undefined where neither has it.
 */
export async function versionText(
  { prompt, promptVersion }: Pick<RunResult, 'prompt' | 'promptVersion'>,
  { store, files, history }: VersionTextSources,
): Promise<Pick<PromptVersion, 'source' | 'parts'> | undefined> {
  const known = await store.version(prompt, promptVersion);
  if (known !== undefined) return known;
  const includes = includeContext(files, dirname(prompt));
  for await (const text of history?.textsOf(prompt) ?? []) {
    const { value } = await readPrompt({ path: prompt, text }, includes);
    if (value !== undefined && versionId(value) === promptVersion) return { source: text };
  }
  return undefined;
}
