import { hashOf } from '../hash.ts';
import type { Prompt } from './prompt.ts';

/**
 * Hash of what a prompt means: messages, model, parameters, tools and defaults, and the format that fills them in. Layout,
 * comments, metadata and the place of the file do not count.
 */
export function versionId(prompt: Prompt): string {
  const { format, messages, model, tools, defaults } = prompt;
  return hashOf({
    format,
    messages: messages.map(({ role, template }) => ({ role, template })),
    model,
    tools,
    defaults,
  });
}
