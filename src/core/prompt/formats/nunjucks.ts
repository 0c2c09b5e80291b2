import { EvalError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { fileOfPrompt } from '../../path.ts';
import { LineMap, type Range } from '../../text.ts';
import type { Reading } from '../../yaml/reading.ts';
import type { RenderedPrompt } from '../format.ts';
import type { Prompt, PromptMessage, VariableUse } from '../prompt.ts';
import { renderTemplates } from '../renderTemplates.ts';
import { TemplateError } from '../templates/effort.ts';
import { engineFor } from '../templates/engines.ts';
import { cleanVariables } from '../templates/marks.ts';
import type { Stretch } from '../templates/template.ts';
import { findVariables } from '../variables.ts';

const syntax = { hasInputs: false };

/** Whether a template says more than `{{ variable }}`: filters, members, conditions, loops, comments. */
export function isNunjucks(template: string): boolean {
  return /\{[%#]|\{\{(?!\{?\s*[\p{L}_][\p{L}\p{N}_]*\s*\}\})/u.test(template);
}

/**
 * The variables of a message, each at its name, and what is wrong with its template. Nunjucks is read as Jinja, of which it
 * is a port; what only one of them has is reported.
 */
export async function checkMessage(
  { template, range }: PromptMessage,
  source: string,
  reading: Reading & { readonly lines: LineMap },
): Promise<readonly VariableUse[]> {
  const { lines } = reading;
  const start = lines.offsetAt(range.start);
  const written = source.slice(start, lines.offsetAt(range.end));
  const placeOf = (stretch: Stretch) => placeIn({ template, range }, source, lines, stretch);
  if (!isNunjucks(template)) return findVariables(written, start, syntax, reading);
  const { faults, variables } = (await engineFor('jinja')).analyse(template);
  for (const fault of faults)
    reading.report(placeOf(fault), fault.severity, fault.code, fault.message, fault.replacement);
  return variables.map((use) => ({ name: use.name, range: placeOf(use) }));
}

function placeIn(
  { template, range }: Pick<PromptMessage, 'template' | 'range'>,
  source: string,
  lines: LineMap,
  stretch: Stretch,
): Range {
  const start = lines.offsetAt(range.start);
  // In quotes or folded lines of a config the text does not stand as it is sent.
  const at = source.slice(start, lines.offsetAt(range.end)).indexOf(template);
  return at < 0 ? range : lines.range(start + at + stretch.start, start + at + stretch.end);
}

/** A prompt with the variables of a case filled in. @throws {EvalError} bad-template, at the tag that cannot be filled in */
export async function renderNunjucks(
  prompt: Prompt,
  variables: JsonObject,
): Promise<RenderedPrompt> {
  if (!prompt.messages.some(({ template }) => isNunjucks(template)))
    return renderTemplates(prompt, variables, syntax);
  const engine = await engineFor('jinja');
  const missing = new Set<string>();
  const values = cleanVariables(variables);
  const messages = prompt.messages.map((message) => {
    try {
      const filled = engine.compile(message.template, new Map()).fill(values);
      for (const name of filled.missing) missing.add(name);
      return { role: message.role, content: filled.text };
    } catch (error) {
      if (!(error instanceof TemplateError) || error.place === undefined) throw error;
      throw new EvalError(error.code, error.message, {
        file: fileOfPrompt(prompt.path),
        range: placeIn(message, prompt.source, new LineMap(prompt.source), error.place),
        cause: error,
      });
    }
  });
  return { messages, missing: [...missing] };
}
