import type { Ports } from '../ports.ts';
import { includedTexts } from '../prompt/includeContext.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { versionId } from '../prompt/version.ts';

/**
 * Puts the version that a prompt is now into the history, with the texts that it includes.
 * @param time milliseconds since 1970
 */
export async function keepVersion(
  prompt: Prompt,
  time: number,
  { store, files }: Pick<Ports, 'store' | 'files'>,
): Promise<void> {
  const { path, source } = prompt;
  const texts = await includedTexts(prompt, files);
  await store.saveVersion({ id: versionId(prompt), prompt: path, source, ...texts, time });
}
