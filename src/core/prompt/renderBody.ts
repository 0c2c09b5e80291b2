import { EvalError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { withoutBlankLines } from './blankLines.ts';
import type { RenderedPrompt } from './format.ts';
import { namedTexts } from './fragments.ts';
import type { Message } from './message.ts';
import { rangeInFile } from './placedText.ts';
import type { Prompt, TemplateBody } from './prompt.ts';
import { roleOf } from './roleNames.ts';
import { badTemplate, TemplateError } from './templates/effort.ts';
import { engineFor } from './templates/engines.ts';
import { cleanVariables, mark, takeApart } from './templates/marks.ts';
import type { CompiledTemplate, FilledTemplate } from './templates/template.ts';

const compiled = new WeakMap<TemplateBody, Promise<CompiledTemplate>>();

/** Fills in the template of a prompt. @throws {EvalError} bad-template, at the tag that cannot be filled in */
export async function renderBody(prompt: Prompt, given: JsonObject): Promise<RenderedPrompt> {
  const { body } = prompt;
  if (body === undefined)
    throw new Error(`The prompt ${prompt.path} was read without its template.`);
  let template = compiled.get(body);
  if (template === undefined) {
    template = engineFor(body.language).then((engine) =>
      engine.compile(body.template.text, namedTexts(body)),
    );
    compiled.set(body, template);
  }
  const values = { ...prompt.defaults, ...given };
  const threads = Object.fromEntries(body.threads.map((name) => [name, mark('messages', name)]));
  const { text, missing } = filled(
    await template,
    { ...cleanVariables(values), ...threads },
    prompt.path,
    body,
  );
  return { ...conversationOf(text, body, values), missing };
}

function filled(
  template: CompiledTemplate,
  variables: JsonObject,
  path: string,
  { template: whole, fragments }: TemplateBody,
): FilledTemplate {
  try {
    return template.fill(variables);
  } catch (error) {
    if (!(error instanceof TemplateError) || error.place === undefined) throw error;
    const { fragment: name, start, end } = error.place;
    const fragment = fragments.find((one) => one.name === name);
    throw new EvalError(error.code, error.message, {
      file: fragment?.path ?? path,
      range: rangeInFile(fragment ?? whole, start, end),
      cause: error,
    });
  }
}

function conversationOf(
  text: string,
  body: TemplateBody,
  values: JsonObject,
): { readonly messages: readonly Message[]; readonly historyAt?: number } {
  const messages: Message[] = [];
  let historyAt: number | undefined;
  let role = body.firstRole;
  let content = '';
  const close = () => {
    const written = body.trims ? withoutBlankLines(content) : content;
    if (written.trim() !== '') messages.push({ role, content: written });
    content = '';
  };
  for (const part of takeApart(text)) {
    switch (part.kind) {
      case 'text':
        content += part.text;
        break;
      case 'role': {
        close();
        const next = roleOf(part.value);
        if (next === undefined)
          throw badTemplate(
            `There is no role '${part.value}'. Known are system, user, model and tool.`,
          );
        role = next;
        break;
      }
      case 'history':
        close();
        historyAt = messages.length;
        role = 'assistant';
        break;
      case 'messages':
        close();
        messages.push(...messagesIn(part.value, values[part.value]));
        break;
    }
  }
  close();
  return { messages, ...(historyAt !== undefined && { historyAt }) };
}

/** Earlier messages that a variable holds. */
function messagesIn(name: string, value: JsonValue | undefined): readonly Message[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw badTemplate(`'${name}' must be a list of messages with role and content.`);
  return value.map((item: JsonValue) => {
    const { role, content } = Object(item);
    const known = typeof role === 'string' ? roleOf(role) : undefined;
    if (known === undefined || typeof content !== 'string')
      throw badTemplate(`'${name}' must be a list of messages with role and content.`);
    return { role: known, content };
  });
}
