import type { Prompt } from '../prompt/prompt.ts';
import { instructionsOf } from '../propose/instructions.ts';
import type { ProposedMetric } from '../propose/proposedMetric.ts';
import type { TextEdit } from '../suite/edit/textEdit.ts';
import { LineMap } from '../text.ts';

/** A sentence that asks for what a metric checks, in the words that prompts have for it. */
export function lineFor({ type, parameters, name }: ProposedMetric, issue: string): string {
  const { value, unit, max, min, kinds } = parameters;
  switch (type) {
    case 'language':
      return 'Always reply in the language of the user.';
    case 'excludes':
      return typeof value === 'string' ? `Never say “${value}”.` : `${name}.`;
    case 'contains':
      return typeof value === 'string' ? `Always mention ${value}.` : `${name}.`;
    case 'length':
      if (typeof max === 'number') return `Answer in at most ${max} ${String(unit ?? 'words')}.`;
      if (typeof min === 'number') return `Answer in at least ${min} ${String(unit ?? 'words')}.`;
      return `${name}.`;
    case 'json':
      return 'Answer with JSON only.';
    case 'grounded':
      return `State no ${Array.isArray(kinds) ? kinds.map(String).map(nounOf).join(', no ') : 'detail'} that is not in the conversation.`;
    case 'matches':
      return name === 'Has no emoji' ? 'Use no emoji.' : `${name}.`;
    default:
      return `Take care that this does not happen: ${issue.replace(/[.!?]+$/, '')}.`;
  }
}

function nounOf(kind: string): string {
  switch (kind) {
    case 'money':
      return 'amount of money';
    case 'percent':
      return 'percentage';
    case 'email':
      return 'mail address';
    case 'url':
      return 'web address';
    case 'phone':
      return 'phone number';
    default:
      return kind;
  }
}

/**
 * Adds a line behind the last instruction of a prompt, with its bullet and indentation. Undefined where the instructions do not
 * stand in lines of their own, as in JSON: there a person has to do it.
 */
export function addLine(
  prompt: Pick<Prompt, 'messages' | 'source'>,
  line: string,
): TextEdit | undefined {
  const last = instructionsOf(prompt).at(-1);
  if (last === undefined) return undefined;
  const map = new LineMap(prompt.source);
  const start = map.offsetAt({ line: last.line, column: 0 });
  const whole = map.line(last.line);
  const before = prompt.source.slice(start, last.offset);
  const after = whole.slice(last.offset - start + last.text.length);
  if (after.trim() !== '') return undefined;
  const lead = /^\s*(?:[-*+•]\s+)?/.exec(before)?.[0] ?? '';
  const at = { line: last.line, column: whole.length };
  const lineEnd = prompt.source.includes('\r\n') ? '\r\n' : '\n';
  return { range: { start: at, end: at }, text: `${lineEnd}${lead}${line}` };
}
