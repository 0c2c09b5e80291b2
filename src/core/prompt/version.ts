import { hashOf } from '../hash.ts';
import type { Prompt } from './prompt.ts';

/**
 * Hash of what a prompt means: messages, included texts, model, parameters, tools and defaults, and the format that fills them in. Layout,
 * comments, metadata and the place of the file do not count.
 */
export function versionId(prompt: Prompt): string {
  const { format, messages, model, tools, defaults, body } = prompt;
  return hashOf({
    format,
    messages: messages.map(({ role, template }) => ({ role, template })),
    model,
    tools,
    defaults,
    // Absent where there is none, so that versions of prompts without them stay what they were.
    ...(body !== undefined && {
      language: body.language,
      fragments: body.fragments.map(({ name, text }) => ({ name, text })),
    }),
  });
}
