import type { Breather } from '../breather.ts';
import { EvalError } from '../errors.ts';
import { renderPrompt } from '../prompt/formats.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Case } from '../suite/suite.ts';
import { conversationStart } from './conversation.ts';
import { errorRecord } from './errorRecord.ts';
import type { RenderedCase } from './plan.ts';
import { inputHash } from './requestKey.ts';

/** The prompt with each case's variables; a case that lacks one carries the error instead. */
export async function renderCases(
  prompt: Prompt,
  cases: readonly Case[],
  breather: Breather,
): Promise<readonly RenderedCase[]> {
  const rendered: RenderedCase[] = [];
  for (const item of cases) {
    rendered.push(await renderCase(prompt, item));
    if (breather.isDue) await breather.pause();
  }
  return rendered;
}

async function renderCase(prompt: Prompt, item: Case): Promise<RenderedCase> {
  const hash = inputHash(item);
  try {
    const rendered = await renderPrompt(prompt, item.variables);
    const { missing } = rendered;
    const initial = conversationStart(rendered, item);
    if (missing.length === 0) return { item, inputHash: hash, initial };
    const names = missing.map((name) => `'${name}'`).join(', ');
    const error = new EvalError(
      'variable-missing',
      `Case '${item.id}' gives no value for ${names}. Add it under 'variables:' of the case.`,
    );
    return { item, inputHash: hash, initial, error: { code: error.code, message: error.message } };
  } catch (error) {
    return { item, inputHash: hash, initial: [], error: errorRecord(error) };
  }
}
