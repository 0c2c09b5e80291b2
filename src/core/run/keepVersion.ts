import type { Ports } from '../ports.ts';
import { includedTexts } from '../prompt/includeContext.ts';
import type { Prompt, PromptVersion } from '../prompt/prompt.ts';
import { versionId } from '../prompt/version.ts';

/**
 * Puts the version that a prompt is now into the history, with the texts that it includes.
 * @param time milliseconds since 1970
 * @param parts those texts, where they are not those of today
 */
export async function keepVersion(
  prompt: Prompt,
  time: number,
  { store, files }: Pick<Ports, 'store' | 'files'>,
  parts?: PromptVersion['parts'],
): Promise<void> {
  const { path, source } = prompt;
  const texts = parts === undefined ? await includedTexts(prompt, files) : { parts };
  await store.saveVersion({ id: versionId(prompt), prompt: path, source, ...texts, time });
}
