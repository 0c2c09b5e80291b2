import type { JsonObject } from '../json.ts';
import type { RenderedPrompt } from './format.ts';
import type { Prompt } from './prompt.ts';
import { fillTemplate, lookUpVariable, type TemplateSyntax } from './template.ts';

/** Fills the variables of a case, else the prompt's defaults, into every message of a prompt. */
export function renderTemplates(
  prompt: Prompt,
  variables: JsonObject,
  syntax: TemplateSyntax,
): RenderedPrompt {
  const missing = new Set<string>();
  const messages = prompt.messages.map(({ role, template }) => {
    const filled = fillTemplate(
      template,
      syntax,
      (name) => lookUpVariable(variables, name) ?? lookUpVariable(prompt.defaults, name),
    );
    for (const name of filled.missing) missing.add(name);
    return { role, content: filled.text };
  });
  return { messages, missing: [...missing] };
}
